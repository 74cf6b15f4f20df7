#pragma once

#include <functional>

#include <tl/expected.hpp>

#include "http/http_backend.hpp"
#include "ports/inbound/query_service.hpp"

namespace daybook::http {

/// Answers a call from the book; runs on a thread of the query service.
using Read = std::function<Response(ports::BookReader&)>;
/// A read, or what is wrong with the parameters.
using ReadPlan = tl::expected<Read, model::Malformed>;

/// How much a call reads at most: a page of more rows than a screen shows, what is filtered,
/// counted or summed up is large.
[[nodiscard]] ports::ReadSize read_size(Call const& call);

/// Runs a read and answers the call with what it returns. Where the path names an account that
/// does not exist, the answer is 404 and the read does not run.
void run_read(Backend& backend, CallPointer const& call, ReadPlan plan);

/// Answers the call where the query service did not accept what it asks for.
void reply_if_refused(Call const& call, ports::QueryService::Submitted submitted);

/// The account that the path names.
[[nodiscard]] model::AccountId account_of(Call const& call);

}  // namespace daybook::http
