#include "support/fix_acceptor/acceptor_options.hpp"

#include <functional>
#include <map>
#include <stdexcept>

namespace daybook {
namespace fix_acceptor {

AcceptorOptions read_options(int count, char** arguments) {
    AcceptorOptions options;
    std::map<std::string, std::function<void(std::string const&)>> known;
    auto const flag = [&](char const* name, bool AcceptorOptions::* member) {
        known[name] = [&options, member](std::string const&) { options.*member = true; };
    };
    auto const number = [&](char const* name, int AcceptorOptions::* member) {
        known[name] = [&options, member](std::string const& value) {
            options.*member = std::stoi(value);
        };
    };
    auto const text = [&](char const* name, std::string AcceptorOptions::* member) {
        known[name] = [&options, member](std::string const& value) { options.*member = value; };
    };
    number("port", &AcceptorOptions::port);
    text("folder", &AcceptorOptions::folder);
    text("sender", &AcceptorOptions::sender);
    text("target", &AcceptorOptions::target);
    text("version", &AcceptorOptions::version);
    flag("strict", &AcceptorOptions::is_strict);
    text("fill", &AcceptorOptions::fill);
    number("delay-ms", &AcceptorOptions::delay_ms);
    number("dies-after-reports", &AcceptorOptions::dies_after_reports);
    flag("connects", &AcceptorOptions::connects);
    flag("forgets-numbers", &AcceptorOptions::forgets_numbers);
    flag("omits-new", &AcceptorOptions::omits_new);
    flag("omits-time", &AcceptorOptions::omits_time);
    flag("omits-account", &AcceptorOptions::omits_account);
    flag("restarts-exec-ids", &AcceptorOptions::restarts_exec_ids);
    flag("cancels-under-original", &AcceptorOptions::cancels_under_original);
    flag("ignores-unknown-cancels", &AcceptorOptions::ignores_unknown_cancels);
    flag("shortens-numbers", &AcceptorOptions::shortens_numbers);
    flag("refuses-status-requests", &AcceptorOptions::refuses_status_requests);
    flag("omits-status-type", &AcceptorOptions::omits_status_type);
    flag("adds-own-fields", &AcceptorOptions::adds_own_fields);
    flag("accepts-duplicates", &AcceptorOptions::accepts_duplicates);
    flag("repeats-reports", &AcceptorOptions::repeats_reports);
    flag("rejects-before-resend", &AcceptorOptions::rejects_before_resend);
    flag("tells-untold", &AcceptorOptions::tells_untold);
    flag("scripted", &AcceptorOptions::is_scripted);
    flag("quiet", &AcceptorOptions::is_quiet);
    flag("swaps-reports", &AcceptorOptions::swaps_reports);
    for (int at = 1; at < count; ++at) {
        std::string const argument = arguments[at];
        auto const equals = std::min(argument.find('='), argument.size());
        auto const name = argument.substr(0, equals);
        auto const found = name.compare(0, 2, "--") == 0 ? known.find(name.substr(2)) : known.end();
        if (found == known.end()) throw std::runtime_error("unknown option " + argument);
        found->second(equals < argument.size() ? argument.substr(equals + 1) : std::string());
    }
    return options;
}

}  // namespace fix_acceptor
}  // namespace daybook
