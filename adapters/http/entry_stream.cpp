#include "http/entry_stream.hpp"

#include <exception>
#include <utility>

#include "http/list_page.hpp"
#include "http/query_handlers.hpp"
#include "http/query_runner.hpp"
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

/// The last entry that the client has: what it says when it comes back counts.
tl::expected<std::uint64_t, model::Malformed> last_seen(Call const& call) {
    auto const& header = call.request.last_event_id;
    if (!header || header->empty()) return number_parameter(call, "after", 0);
    ListPlace place;
    place.after = *header;
    auto const number = number_after(place);
    if (number) return *number;
    return tl::unexpected{malformed(model::Refusal::invalid_value, "Last-Event-ID",
                                    "Last-Event-ID must be the number of an entry")};
}

ReadPlan plan_stream(Backend& backend, CallPointer const& call) {
    auto const after = last_seen(*call);
    if (!after) return tl::unexpected{after.error()};
    auto& queries = backend.queries;
    return [&queries, call, after = *after](ports::BookReader&) {
        Response response;
        response.content_type = "text/event-stream";
        if (call->request.method != "HEAD") {
            response.stream = std::make_shared<EntryStream>(queries, call->request.caller,
                                                            account_of(*call), after);
        }
        return response;
    };
}

}  // namespace

EntryStream::EntryStream(ports::QueryService& queries, ports::ReadCaller caller,
                         model::AccountId account_id, std::uint64_t after)
    : queries_{queries},
      caller_{std::move(caller)},
      account_id_{std::move(account_id)},
      after_{after} {
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
    for (auto const& entry : entries) append_event(events.text, entry);
    if (!entries.empty()) after_ = entries.back().seq;
    events.more = entries.size() == entries_max;
    return events;
}

void append_event(std::string& out, model::Entry const& entry) {
    out += "id: ";
    out += std::to_string(entry.seq);
    out += "\nevent: entry\ndata: ";
    json::append_json(out, entry);
    out += "\n\n";
}

void stream_entries(Backend& backend, CallPointer call) {
    run_read(backend, call, plan_stream(backend, call));
}

}  // namespace daybook::http
