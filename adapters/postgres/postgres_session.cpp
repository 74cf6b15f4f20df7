#include "postgres/postgres_session.hpp"

#include <functional>
#include <unordered_map>

#include "postgres/pqxx_shim.hpp"

#ifdef __SANITIZE_ADDRESS__
/// libpqxx 6.4 forgets the last result of a connection that was lost while it waited for it.
extern "C" char const* __lsan_default_suppressions() { return "leak:PQmakeEmptyPGresult\n"; }
#endif

namespace daybook::postgres {
namespace {

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};

using Names = std::unordered_map<std::string, std::string, TextHash, std::equal_to<>>;

/// Sets a deadline for as long as it lives.
class Waiting {
  public:
    Waiting(PostgresDeadline& deadline, std::chrono::milliseconds wait_max) : deadline_{deadline} {
        if (wait_max.count() > 0) deadline_.set(std::chrono::steady_clock::now() + wait_max);
    }
    Waiting(Waiting const&) = delete;
    Waiting& operator=(Waiting const&) = delete;
    ~Waiting() { deadline_.clear(); }

  private:
    PostgresDeadline& deadline_;
};

}  // namespace

struct PostgresSession::Parts {
    explicit Parts(std::string const& connection_string) : connection{connection_string} {
        pqxx_shim::never_reopen(connection);
    }

    pqxx::connection connection;
    std::string notice;
    pqxx_shim::NoticeHandler handler{connection, [this](std::string_view text) { notice = text; }};
    /// Transactions begin and end with statements of our own, so that a failed COMMIT is ours to
    /// judge; libpqxx must not add any.
    pqxx::nontransaction transaction{connection};
    Names prepared;
    std::shared_ptr<PostgresDeadline> deadline;
    std::chrono::milliseconds answer_deadline{};
};

PostgresSession::PostgresSession(std::string const& connection_string, PostgresDeadlines& deadlines,
                                 std::chrono::milliseconds answer_deadline)
    : parts_{std::make_unique<Parts>(connection_string)} {
    parts_->deadline = deadlines.watch(parts_->connection.sock());
    parts_->answer_deadline = answer_deadline;
}

PostgresSession::~PostgresSession() = default;

PostgresResult PostgresSession::execute(std::string const& sql) {
    Waiting const waiting{*parts_->deadline, parts_->answer_deadline};
    return PostgresResult{pqxx_shim::execute(parts_->transaction, sql)};
}

PostgresResult PostgresSession::execute(std::string_view sql,
                                        std::vector<std::string> const& arguments) {
    Waiting const waiting{*parts_->deadline, parts_->answer_deadline};
    auto& prepared = parts_->prepared;
    auto known = prepared.find(sql);
    if (known == prepared.end()) {
        std::string const text{sql};
        auto const name = "daybook_" + std::to_string(prepared.size() + 1);
        pqxx_shim::prepare(parts_->connection, name, text);
        known = prepared.emplace(text, name).first;
    }
    return PostgresResult{
        pqxx_shim::execute_prepared(parts_->transaction, known->second, arguments)};
}

bool PostgresSession::is_lost() const {
    return parts_->deadline->was_cut() || !parts_->connection.is_open();
}

bool PostgresSession::was_cut() const { return parts_->deadline->was_cut(); }

std::string PostgresSession::take_notice() { return std::exchange(parts_->notice, {}); }

int PostgresSession::server_version() const { return parts_->connection.server_version(); }

int PostgresSession::server_pid() const { return parts_->connection.backendpid(); }

}  // namespace daybook::postgres
