#include "fix/fix_session.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <exception>
#include <filesystem>
#include <system_error>
#include <utility>

#include "fix/fix_report_decoder.hpp"
#include "fix/fix_request_encoder.hpp"
#include "log/file_modes.hpp"
#include "log/log.hpp"

namespace daybook::fix {
namespace {

using ports::ExchangeError;
using ports::SessionState;

constexpr std::size_t logged_size_max = 500;

/// The session's name as a file's.
std::string file_stem(std::string name) {
    std::ranges::replace_if(
        name,
        [](char c) {
            return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '.' || c == '-');
        },
        '_');
    return name;
}

/// With those above it that are missing, each its owner's alone whatever the umask.
void make_private_folder(std::filesystem::path const& folder, std::error_code& error) {
    if (folder.empty() || std::filesystem::exists(folder, error)) return;
    make_private_folder(folder.parent_path(), error);
    if (!error && std::filesystem::create_directory(folder, error)) {
        std::filesystem::permissions(folder, log::private_folder, error);
    }
}

void warn_where_open(std::string const& folder) {
    log::warn_where_open(folder, log::private_folder);
    std::error_code ignored;
    for (auto const& entry : std::filesystem::directory_iterator{folder, ignored}) {
        if (entry.is_regular_file(ignored)) log::warn_where_open(entry.path(), log::private_file);
    }
}

void make_folder(std::string const& folder) {
    std::error_code error;
    make_private_folder(folder, error);
    if (error) {
        throw ExchangeError{"the FIX folder " + folder + " cannot be made: " + error.message()};
    }
    if (::access(folder.c_str(), W_OK | X_OK) != 0) {
        throw ExchangeError{"the FIX folder " + folder +
                            " cannot be written: " + std::generic_category().message(errno)};
    }
}

std::string new_request_id() {
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    return "orders-" +
           std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

}  // namespace

FixSession::FixSession(FixSettings settings, FixRole role, std::string folder, Decoder decoder,
                       EngineMaker make_engine)
    : settings_{std::move(settings)},
      role_{role},
      folder_{std::move(folder)},
      decoder_{std::move(decoder)},
      make_engine_{std::move(make_engine)} {
    make_folder(folder_);
    warn_where_open(folder_);
}

FixSession::~FixSession() { stop(); }

void FixSession::start(ports::ExchangeListener& listener, std::uint64_t generation) {
    auto const stem = folder_ + "/" + file_stem(settings_.session_name);
    listener_ = &listener;
    wire_log_ = std::make_unique<WireLog>(stem + ".messages.log");
    auto options = engine_options(stem);
    // A journal that is new, in the middle of a lease, does not know what was sent under it before.
    if (generation_ != generation) options.generation = generation;
    // One that was stopped has the journal until everything it told of is booked.
    engine_.reset();
    try {
        engine_ = make_engine_(options, static_cast<EngineEvents&>(*this));
        listener_->on_session(
            SessionState::down,
            (options.is_initiator ? "connecting to " : "waiting on ") + settings_.address);
        engine_->start();
        generation_ = generation;
    } catch (PortUnavailable const& error) {
        engine_.reset();
        throw ports::AddressUnavailable{"FIX session " + settings_.session_name + ": " +
                                        error.what()};
    } catch (EngineError const& error) {
        engine_.reset();
        throw ExchangeError{"FIX session " + settings_.session_name + ": " + error.what()};
    }
    log::info("fix session started",
              {{"session", settings_.session_name}, {"address", settings_.address}});
}

EngineOptions FixSession::engine_options(std::string const& stem) const {
    EngineOptions options;
    options.is_initiator = role_ == FixRole::order_routing;
    options.settings = settings_.engine_text;
    options.journal_file = stem + ".journal";
    options.is_journal_synced = settings_.is_store_synced;
    options.username = settings_.username;
    options.password = settings_.password;
    options.access = settings_.access;
    return options;
}

void FixSession::stop() {
    if (engine_) engine_->stop();
}

bool FixSession::send(OutgoingMessage const& message) {
    // Where it is not known, silence is what tells: the exchange is asked then.
    return state_ == SessionState::up && engine_->send(message) != Kept::no;
}

ports::SentBefore FixSession::was_sent(ports::UncertainRequest const& request) const {
    if (!engine_) return ports::SentBefore::unknown;
    switch (engine_->handed_before(request.client_order_id.value(), request.generation,
                                   request.marked_at.micros())) {
        case HandedBefore::no:
            return ports::SentBefore::no;
        case HandedBefore::yes:
            return ports::SentBefore::yes;
        case HandedBefore::unknown:
            return ports::SentBefore::unknown;
    }
    return ports::SentBefore::unknown;
}

std::string FixSession::describe() const {
    return settings_.dialect.exchange.value() + " by " + settings_.session_name + " at " +
           settings_.address;
}

std::optional<ports::ExchangeReport> FixSession::decode(FixMessage const& message,
                                                        std::string const& refers_to) const {
    try {
        return decoder_(message, [&refers_to](int) { return refers_to; });
    } catch (std::exception const& error) {
        return unreadable(message, std::string{"the message was not understood: "} + error.what());
    }
}

void FixSession::on_message(IncomingMessage const& incoming) {
    FixMessage const message{incoming.text};
    auto report = decode(message, incoming.refers_to);
    if (!report) {
        log::info("fix message concerned no order", {{"session", settings_.session_name},
                                                     {"text", message.printable(logged_size_max)}});
        incoming.acknowledge();
        return;
    }
    if (report->unreadable_because) {
        log::warn("fix message was not understood", {{"session", settings_.session_name},
                                                     {"reason", *report->unreadable_because},
                                                     {"text", message.printable(logged_size_max)}});
    }
    listener_->on_report(std::move(*report), incoming.acknowledge);
}

void FixSession::on_logon(bool is_caught_up) {
    log::info("fix session logged on", {{"session", settings_.session_name}});
    if (is_caught_up) return come_up();
    tell(SessionState::synchronizing, "catching up with messages that were missed");
}

void FixSession::on_caught_up() {
    if (state_ == SessionState::synchronizing) come_up();
}

void FixSession::come_up() {
    tell(SessionState::up, "");
    if (settings_.asks_mass_status) engine_->post(encode_mass_status_request(new_request_id()));
}

void FixSession::on_logout(std::string const& reason) {
    auto const words = reason.empty() ? "the connection ended" : "logged out: " + reason;
    log::warn("fix session ended", {{"session", settings_.session_name},
                                    {"reason", printable_text(words, logged_size_max)}});
    tell(SessionState::down, printable_text(words, logged_size_max));
}

void FixSession::tell(SessionState state, std::string const& reason) {
    if (state_.exchange(state) != state) listener_->on_session(state, reason);
}

void FixSession::on_wire(bool is_incoming, std::string const& text) {
    wire_log_->write(is_incoming, text);
}

void FixSession::on_event(std::string const& text) {
    log::debug("fix event", {{"session", settings_.session_name},
                             {"event", printable_text(text, logged_size_max)}});
}

void FixSession::on_refusal(std::string const& text) {
    log::warn("fix connection refused", {{"session", settings_.session_name},
                                         {"reason", printable_text(text, logged_size_max)}});
}

void FixSession::on_end(std::string const& reason) {
    ++restarts_;
    log::error(
        "fix session process ended",
        {{"session", settings_.session_name}, {"reason", reason}, {"restarts", restarts_.load()}});
    state_ = SessionState::down;
    listener_->on_session(SessionState::down, reason);
}

}  // namespace daybook::fix
