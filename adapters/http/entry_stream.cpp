#include "http/entry_stream.hpp"

#include <exception>
#include <utility>

#include "http/http_errors.hpp"
#include "http/query_handlers.hpp"
#include "http/query_runner.hpp"
#include "http/stream_cursor.hpp"
#include "json/record_writer.hpp"
#include "log/log.hpp"
#include "ports/outbound/storage_error.hpp"

namespace daybook::http {

namespace {

/// Whether the stream may go on after this failure of a read.
bool is_passing(std::exception_ptr const& thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (ports::StorageError const& error) {
        log::warn("stream waits for storage", {{"detail", error.what()}});
        return error.kind() != ports::StorageError::Kind::corrupt;
    } catch (ports::ReadAbandoned const&) {
        return false;
    } catch (std::exception const& error) {
        log::error("stream failed", {{"detail", error.what()}});
    } catch (...) {
        log::error("stream failed");
    }
    return false;
}

/// Where the client wants to go on: what it says when it comes back counts.
tl::expected<StreamCursor, model::Malformed> last_seen(Call const& call) {
    auto const& header = call.request.last_event_id;
    bool const is_back = header && !header->empty();
    std::string const name = is_back ? "Last-Event-ID" : "after";
    auto const text = is_back ? std::string_view{*header} : parameter(call, "after").value_or("0");
    auto const cursor = StreamCursor::parse(text);
    if (cursor) return *cursor;
    return tl::unexpected{malformed(model::Refusal::invalid_value, name,
                                    name + " must be the id of an event, or the number of an "
                                           "entry")};
}

/// The hash of an entry that the client has; nullopt where the book has no such entry.
std::optional<model::Hash> hash_of(ports::BookReader& book, model::AccountId const& account,
                                   std::uint64_t seq) {
    auto const entries = book.entries(account, seq - 1, 1);
    if (entries.empty() || entries.front().seq != seq) return std::nullopt;
    return entries.front().hash;
}

/// Why the stream cannot go on after the cursor.
std::optional<Response> refusal_of(ports::BookReader& book, model::AccountId const& account,
                                   StreamCursor const& cursor,
                                   model::BookIdentity const& identity) {
    bool const is_of_other = cursor.timeline ? *cursor.timeline != identity.timeline
                                             : cursor.seq > 0 && !identity.is_first_timeline();
    if (is_of_other) {
        return problem(409, "cursor_of_another_timeline",
                       "the cursor is not of the book's timeline " + identity.timeline +
                           ": entries since it may have been taken back, read the account anew");
    }
    if (cursor.seq == 0) return std::nullopt;
    auto const hash = hash_of(book, account, cursor.seq);
    if (hash && (!cursor.hash_prefix || cursor.is_of(*hash))) return std::nullopt;
    log::warn("stream cursor of entries that are gone",
              {{"account_id", account.value()}, {"entry", cursor.seq}});
    return problem(409, "cursor_not_in_book",
                   "the cursor names entry " + std::to_string(cursor.seq) + " of account " +
                       account.value() +
                       ", which the book does not have as it was: read the account anew");
}

ReadPlan plan_stream(Backend& backend, CallPointer const& call) {
    auto const cursor = last_seen(*call);
    if (!cursor) return tl::unexpected{cursor.error()};
    auto& queries = backend.queries;
    return [&queries, call, cursor = *cursor](ports::BookReader& book) {
        auto const account = account_of(*call);
        auto identity = book.identity();
        if (auto refused = refusal_of(book, account, cursor, identity)) return *std::move(refused);
        Response response;
        response.content_type = "text/event-stream";
        if (call->request.method != "HEAD") {
            response.stream = std::make_shared<EntryStream>(
                queries, call->request.caller, account, cursor.seq, std::move(identity.timeline));
        }
        return response;
    };
}

}  // namespace

EntryStream::EntryStream(ports::QueryService& queries, ports::ReadCaller caller,
                         model::AccountId account_id, std::uint64_t after, std::string timeline)
    : queries_{queries},
      caller_{std::move(caller)},
      account_id_{std::move(account_id)},
      after_{after},
      timeline_{std::move(timeline)} {
    // It goes on when the request that asked for it has been answered.
    caller_.deadline = ports::ReadCaller::TimePoint::max();
}

void EntryStream::next(std::function<void(StreamEvents)> done) {
    auto const events = std::make_shared<StreamEvents>();
    auto const read = [self = shared_from_this(), events](ports::BookReader& book) {
        *events = self->read(book);
    };
    auto const finish = [events, done](std::exception_ptr const& thrown) {
        if (thrown && !is_passing(thrown)) events->ended = true;
        done(std::move(*events));
    };
    auto const submitted = queries_.submit(caller_, ports::ReadSize::small, read, finish);
    if (submitted == ports::QueryService::Submitted::accepted) return;
    events->ended = submitted == ports::QueryService::Submitted::stopping;
    done(std::move(*events));
}

StreamEvents EntryStream::read(ports::BookReader& book) {
    auto const entries = book.entries(account_id_, after_, entries_max);
    StreamEvents events;
    if (entries.empty()) return events;
    // Who comes back is told that the numbers name other entries.
    events.ended = book.identity().timeline != timeline_;
    if (events.ended) return events;
    for (auto const& entry : entries) append_event(events.text, entry, timeline_);
    after_ = entries.back().seq;
    events.more = entries.size() == entries_max;
    return events;
}

void append_event(std::string& out, model::Entry const& entry, std::string const& timeline) {
    out += "id: ";
    out += StreamCursor::of(entry, timeline).text();
    out += "\nevent: entry\ndata: ";
    json::append_json(out, entry);
    out += "\n\n";
}

void stream_entries(Backend& backend, CallPointer call) {
    run_read(backend, call, plan_stream(backend, call));
}

}  // namespace daybook::http
