#include "app/worker_exchanges.hpp"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "app/exit_code.hpp"
#include "fix/fix_gateway.hpp"
#include "fix/process/child_engine.hpp"
#include "log/log.hpp"

namespace daybook::app {

namespace {

std::string session_folder(ExchangeConfiguration const& configuration) {
    return (std::filesystem::path{configuration.data_folder.value()} / "fix").string();
}

/// Runs `make`, which opens what is configured: that it is wrong shows before anything starts.
template <class Make>
auto configured(Make const& make) {
    try {
        return make();
    } catch (ports::ExchangeError const& error) {
        throw Failure{ExitCode::configuration_wrong, error.what()};
    }
}

fix::FixSettings load(std::string const& file, fix::FixRole role) {
    return configured([&] { return fix::load_fix_settings(file, role); });
}

}  // namespace

WorkerExchanges::WorkerExchanges(ExchangeConfiguration const& configuration,
                                 ports::Storage& storage, ports::Clock& clock)
    : storage_{storage}, clock_{clock} {
    make_gateway(configuration);
    if (configuration.drop_copy) make_drop_copy(configuration);
}

WorkerExchanges::~WorkerExchanges() { stop(); }

void WorkerExchanges::make_gateway(ExchangeConfiguration const& configuration) {
    switch (configuration.choice) {
        case ExchangeChoice::none:
            return;
        case ExchangeChoice::paper: {
            auto paper = configured([&] {
                return std::make_unique<PaperSession>(configuration.paper, storage_, clock_);
            });
            paper_ = paper.get();
            gateway_ = std::move(paper);
            exchange_ = PaperSession::code();
            return;
        }
        case ExchangeChoice::fix: {
            auto const settings = load(*configuration.fix_config, fix::FixRole::order_routing);
            gateway_ = configured([&] {
                return std::make_unique<fix::FixGateway>(settings, session_folder(configuration),
                                                         fix::engines_in_processes());
            });
            exchange_ = settings.dialect.exchange;
            return;
        }
    }
}

void WorkerExchanges::make_drop_copy(ExchangeConfiguration const& configuration) {
    auto const settings = load(*configuration.drop_copy, fix::FixRole::drop_copy);
    drop_copy_ = configured([&] {
        return std::make_unique<fix::FixDropCopy>(settings, session_folder(configuration),
                                                  fix::engines_in_processes());
    });
    copied_exchange_ = settings.dialect.exchange;
}

void WorkerExchanges::start(ports::CommandService& commands) {
    std::vector<std::unique_ptr<ExchangeDesk>> desks;
    if (gateway_) {
        ExchangeDeskSettings settings;
        settings.exchange = *exchange_;
        settings.owner = unique_owner_name();
        log::info("exchange", {{"exchange", exchange_->value()},
                               {"gateway", gateway_->describe()},
                               {"owner", settings.owner}});
        desks.push_back(std::make_unique<ExchangeDesk>(
            std::move(settings),
            ExchangeOutside{
                .storage = storage_, .commands = commands, .clock = clock_, .gateway = *gateway_}));
    }
    desks_ = std::make_unique<ExchangeDesks>(std::move(desks));
    awake_.store(desks_.get());
    if (drop_copy_) start_drop_copy(commands);
}

void WorkerExchanges::start_drop_copy(ports::CommandService& commands) {
    log::info("drop copy",
              {{"exchange", copied_exchange_->value()}, {"session", drop_copy_->describe()}});
    auto& session = *drop_copy_;
    try {
        drop_copy_desk_ = std::make_unique<DropCopyDesk>(
            *copied_exchange_,
            DropCopyDesk::Session{.start = [&session](auto& listener) { session.start(listener); },
                                  .stop = [&session] { session.stop(); }},
            DropCopyDesk::Outside{.storage = storage_, .commands = commands, .clock = clock_});
    } catch (ports::AddressUnavailable const& error) {
        throw Failure{ExitCode::address_unavailable, error.what()};
    } catch (ports::ExchangeError const& error) {
        throw Failure{ExitCode::configuration_wrong, error.what()};
    }
}

void WorkerExchanges::stop() {
    if (drop_copy_desk_) drop_copy_desk_->stop();
    if (desks_) desks_->stop();
}

void WorkerExchanges::wake(std::span<model::AccountId const> accounts) const {
    if (auto const* const desks = awake_.load()) desks->wake(accounts);
}

ports::ExchangeControl& WorkerExchanges::control() {
    if (desks_) return *desks_;
    return none_;
}

std::optional<std::uint64_t> WorkerExchanges::drop_copy_restarts() const {
    if (!drop_copy_) return std::nullopt;
    return drop_copy_->restarts();
}

ports::MarketControl& WorkerExchanges::market() {
    if (paper_ != nullptr) return *paper_;
    return none_;
}

}  // namespace daybook::app
