#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "http/http_message.hpp"
#include "model/entry.hpp"
#include "ports/inbound/query_service.hpp"

namespace daybook::http {

/// The entries of an account after one of them, as Server-Sent Events.
///
/// Storage that is away for a while leaves a gap in time, none in the entries.
class EntryStream : public EventStream, public std::enable_shared_from_this<EntryStream> {
  public:
    /// Reads on behalf of `caller`, as long as it is there, and as long as the book's timeline is
    /// the same.
    EntryStream(ports::QueryService& queries, ports::ReadCaller caller, model::AccountId account_id,
                std::uint64_t after, std::string timeline);

    void next(std::function<void(StreamEvents)> done) override;

  private:
    static constexpr std::size_t entries_max = 200;

    [[nodiscard]] StreamEvents read(ports::BookReader& book);

    ports::QueryService& queries_;
    ports::ReadCaller caller_;
    model::AccountId account_id_;
    std::uint64_t after_;
    std::string timeline_;
};

/// Appends one event: its id is the entry's StreamCursor, its data the entry as JSON.
/// Source: HTML Living Standard, section 9.2.
void append_event(std::string& out, model::Entry const& entry, std::string const& timeline);

}  // namespace daybook::http
