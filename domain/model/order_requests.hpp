#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "model/order_terms.hpp"

namespace daybook::model {

enum class RequestKind { CANCEL, REPLACE };

/// A cancel or a replace of an order that has no answer yet.
struct OrderRequest {
    RequestKind kind = RequestKind::CANCEL;
    /// The entry that recorded the request, which is its name within the account; 0 where the
    /// exchange reported as pending what nobody here had asked for.
    std::uint64_t entry_seq = 0;
    /// Shape: set for REPLACE alone.
    std::optional<ReplaceTerms> terms;
    /// Whether the exchange has reported it as pending.
    bool is_pending = false;

    friend bool operator==(OrderRequest const&, OrderRequest const&) = default;
};

/// A request that has its answer.
struct AnsweredOrderRequest {
    RequestKind kind = RequestKind::CANCEL;
    std::uint64_t entry_seq = 0;

    friend bool operator==(AnsweredOrderRequest const&, AnsweredOrderRequest const&) = default;
};

/// The requests that an order has outstanding. A report concerns the request that it names; one
/// that names none, or something else than a request of its kind, the request that it fits best.
///
/// A report that a request is pending may come after its answer: then it changes nothing.
struct OrderRequests {
    static constexpr std::size_t answered_max = 8;

    /// In the order in which they were made.
    std::vector<OrderRequest> outstanding;
    /// The last ones, the oldest first.
    std::vector<AnsweredOrderRequest> answered;
    /// How many answers came for requests that had not been reported as pending, by answers that
    /// named none: as many such reports may still come.
    std::uint32_t late_cancels = 0;
    std::uint32_t late_replaces = 0;
    /// The newest request by which the exchange has replaced the order.
    std::uint64_t replaced_by = 0;

    void add_cancel(std::uint64_t entry_seq);
    void add_replace(std::uint64_t entry_seq, ReplaceTerms terms);

    /// The exchange reports a request as pending. `may_be_unsolicited`: where it fits none, the
    /// exchange itself began it.
    void mark_pending(RequestKind kind, std::optional<std::uint64_t> name, bool may_be_unsolicited);
    /// The exchange has refused a request.
    void reject(RequestKind kind, std::optional<std::uint64_t> name);

    /// What a REPLACED answers.
    struct Replaced {
        /// The terms that were asked for; nullopt where the report fits no outstanding request.
        std::optional<ReplaceTerms> asked;
        /// A newer request has replaced the order already: its terms stand.
        bool is_outdated = false;
    };
    Replaced replace(std::optional<std::uint64_t> name, ReplaceTerms const& told);
    /// The order has ended: nothing of it is outstanding any more.
    void clear();

    [[nodiscard]] bool has(RequestKind kind) const;
    [[nodiscard]] bool has_pending(RequestKind kind) const;
    [[nodiscard]] bool has_answered(RequestKind kind, std::uint64_t entry_seq) const;

    friend bool operator==(OrderRequests const&, OrderRequests const&) = default;
};

}  // namespace daybook::model
