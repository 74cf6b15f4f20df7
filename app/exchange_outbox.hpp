#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/exchange_request.hpp"
#include "ports/outbound/exchange_gateway.hpp"
#include "ports/outbound/unit_of_work.hpp"
#include "services/exchange_dispatch.hpp"
#include "services/exchange_lease_rules.hpp"
#include "services/exchange_requests.hpp"

namespace daybook::app {

/// The lease and the outbox of one exchange, as one worker sees and changes them. Every change to
/// the outbox checks under the lease's lock that the worker still has it.
///
/// Threads: not safe. Throws: StorageError from every member that says so; conflicts are retried.
class ExchangeOutbox {
  public:
    /// What became of a request that was to be claimed.
    struct Claim {
        /// turn: what `turn` says, which is written, but for what is to be booked. gone: it is
        /// answered, or given up. paused: it is as before.
        enum class Result { turn, gone, paused };
        Result result = Result::gone;
        services::RequestTurn turn;
        /// As it is stored now.
        model::OutboxRequest row;
        /// Where it is to be sent.
        ports::ExchangeRequest request;
    };
    /// One question how an order stands.
    struct Question {
        ports::OrderKey order;
        /// The request of the order that waits for an answer.
        std::optional<model::OutboxRequest> sent;
    };

    ExchangeOutbox(ports::UnitOfWork& unit_of_work, model::ExchangeCode exchange, std::string owner,
                   services::LeaseTiming timing);

    /// Takes the lease, or renews it. Returns whether the worker has it. Throws.
    bool keep_lease(model::Timestamp now);
    /// Gives the lease back, if it has it. Throws.
    void release_lease();
    /// As it was seen last; nullopt before that.
    [[nodiscard]] std::optional<ports::ExchangeLease> const& lease() const { return lease_; }
    /// Whether the worker has the lease and may still speak by it.
    [[nodiscard]] bool may_speak(model::Timestamp now) const;
    /// Whether the worker has taken the lease and has not seen that it lost it.
    [[nodiscard]] bool has_lease() const { return generation_ != 0; }
    /// 0 where it has none.
    [[nodiscard]] std::uint64_t generation() const { return generation_; }
    void forget_lease() { generation_ = 0; }
    /// nullopt: resumes. `cancels_all`: keeps the reason as that for canceling every order, too.
    /// Throws.
    void set_paused(std::optional<std::string> because, bool cancels_all = false);
    /// Every order is asked to be canceled, for this reason. Throws.
    void end_cancel_all(std::string const& because);

    /// What is to be sent, or asked for because an operator says that it was sent; and what is
    /// without an answer. Shape: accounts sorted. Throws.
    [[nodiscard]] std::vector<model::OutboxRequest> due(std::span<model::AccountId const> accounts);
    [[nodiscard]] std::vector<model::OutboxRequest> sent(
        std::span<model::AccountId const> accounts);

    /// Claims and abandons in one unit of work, which renews the lease too.
    /// Shape: result[i] answers effects.claim[i]; nullopt: the lease is lost, nothing was written.
    /// Throws.
    [[nodiscard]] std::optional<std::vector<Claim>> write(services::DispatchEffects const& effects,
                                                          model::Timestamp now);
    /// Makes requests PENDING that were claimed and not handed over. Returns false where the lease
    /// is lost. Throws.
    [[nodiscard]] bool put_back(std::span<model::OutboxRequest const> rows, model::Timestamp now);
    /// Throws.
    void answer(std::span<ports::AnsweredRequest const> answers);
    /// Shape: result[i] answers questions[i]; nullopt where there is nothing to ask with. Throws.
    [[nodiscard]] std::vector<std::optional<ports::ExchangeRequest>> status_requests(
        std::span<Question const> questions);

  private:
    /// Changes the lease, whoever has it.
    void change_lease(std::function<void(ports::ExchangeLease&)> const& change);
    /// Runs `work` until no other writer is faster.
    void run(std::function<ports::Commit(ports::Repositories&)> const& work);
    /// Locks the lease and renews it; false where it is another's.
    [[nodiscard]] bool renew(ports::Repositories& repositories, model::Timestamp now);
    [[nodiscard]] std::vector<Claim> claim(
        ports::Repositories& repositories,
        std::span<services::DispatchEffects::Claimed const> wanted, model::Timestamp now) const;
    void write_claims(ports::Repositories& repositories, std::vector<Claim> const& claims,
                      model::Timestamp now) const;
    void abandon(ports::Repositories& repositories, services::DispatchEffects const& effects,
                 model::Timestamp now) const;

    ports::UnitOfWork& unit_of_work_;
    model::ExchangeCode exchange_;
    std::string owner_;
    services::LeaseTiming timing_;
    std::uint64_t generation_ = 0;
    std::optional<ports::ExchangeLease> lease_;
};

}  // namespace daybook::app
