#pragma once

// The only file that includes libpqxx, and that knows what differs between 6.4 (Debian 12) and 7.

// 6.4 does not define it, and reading NULL into an optional would be undefined.
#ifndef PQXX_HAVE_OPTIONAL
#define PQXX_HAVE_OPTIONAL 1
#endif

// Neither version's headers are clean under our warnings.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#include <pqxx/pqxx>
#pragma GCC diagnostic pop

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace daybook::postgres::pqxx_shim {

/// 6.4 reopens a dead connection within the next transaction: locks and settings would be gone.
inline void never_reopen([[maybe_unused]] pqxx::connection& connection) {
#if PQXX_VERSION_MAJOR < 7
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    connection.inhibit_reactivation(true);
#pragma GCC diagnostic pop
#endif
}

/// 6.4 would prepare at the first use only.
inline void prepare(pqxx::connection& connection, std::string const& name, std::string const& sql) {
    connection.prepare(name, sql);
#if PQXX_VERSION_MAJOR < 7
    connection.prepare_now(name);
#endif
}

/// Runs one statement. 6.4's exec() aborts the transaction object on an error and repeats
/// statements of lost connections; exec_params() does neither.
inline pqxx::result execute(pqxx::transaction_base& transaction, std::string const& sql) {
#if PQXX_VERSION_MAJOR < 7 || (PQXX_VERSION_MAJOR == 7 && PQXX_VERSION_MINOR < 9)
    return transaction.exec_params(sql);
#else
    return transaction.exec(sql, pqxx::params{});
#endif
}

/// Runs a prepared statement with arguments in binary format.
inline pqxx::result execute_prepared(pqxx::transaction_base& transaction, std::string const& name,
                                     std::vector<std::string> const& arguments) {
#if PQXX_VERSION_MAJOR < 7
    std::vector<pqxx::binarystring> values;
    values.reserve(arguments.size());
    for (auto const& argument : arguments) values.emplace_back(argument.data(), argument.size());
    return transaction.exec_prepared(name, pqxx::prepare::make_dynamic_params(values));
#else
    pqxx::params values;
    for (auto const& argument : arguments) {
        values.append(std::basic_string_view<std::byte>{
            reinterpret_cast<std::byte const*>(argument.data()), argument.size()});
    }
#if PQXX_VERSION_MINOR < 9
    return transaction.exec_prepared(name, values);
#else
    return transaction.exec(pqxx::prepped{name}, values);
#endif
#endif
}

/// Calls a function with each notice of the server and each message of the library.
class NoticeHandler final : public pqxx::errorhandler {
  public:
    NoticeHandler(pqxx::connection& connection, std::function<void(std::string_view)> handle)
        : pqxx::errorhandler{connection}, handle_{std::move(handle)} {}

    /// Returns false: nobody else is told.
    bool operator()(char const* message) noexcept override {
        handle_(message);
        return false;
    }

  private:
    std::function<void(std::string_view)> handle_;
};

/// The SQLSTATE of the exception in flight; empty where it has none.
inline std::string sqlstate_in_flight() {
    try {
        throw;
    } catch (pqxx::serialization_failure const&) {  // In 6.4 these are no sql_error.
        return "40001";
    } catch (pqxx::deadlock_detected const&) {
        return "40P01";
    } catch (pqxx::statement_completion_unknown const&) {
        return "40003";
    } catch (pqxx::transaction_rollback const&) {
        return "40000";
    } catch (pqxx::insufficient_privilege const&) {  // 6.4 leaves its SQLSTATE empty.
        return "42501";
    } catch (pqxx::sql_error const& error) {
        return error.sqlstate();
    } catch (...) {
        return {};
    }
}

/// What a lost connection says. 6.4 asks it for its encoding then, and tells of that failure.
inline std::string message_of(pqxx::broken_connection const& error) {
    std::string const message = error.what();
    bool const is_about_encoding = message.starts_with("Could not obtain client encoding");
    return is_about_encoding ? "the server closed the connection" : message;
}

}  // namespace daybook::postgres::pqxx_shim
