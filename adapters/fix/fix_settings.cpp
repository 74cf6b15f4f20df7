#include "fix/fix_settings.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>

#include "fix/fix_access.hpp"
#include "fix/settings_file.hpp"
#include "model/field_text.hpp"
#include "ports/outbound/exchange_gateway.hpp"

namespace daybook::fix {
namespace {

constexpr std::string_view account_prefix = "ACCOUNT.";

/// Keys of ours, in upper case. Account.X=Y is another.
std::set<std::string_view> const own_keys{
    "EXCHANGE",         "ACCOUNT",  "SENDACCOUNT", "PRICEDECIMALS",
    "QUANTITYDECIMALS", "EXECIDS",  "FEEASSET",    "COMMISSIONPERCENT",
    "USERNAME",         "PASSWORD", "STORESYNC",   "MASSSTATUSONLOGON"};

/// QuickFIX's keys that go to it as they are.
std::set<std::string_view> const passed_keys{"BEGINSTRING",
                                             "SENDERCOMPID",
                                             "TARGETCOMPID",
                                             "SESSIONQUALIFIER",
                                             "STARTTIME",
                                             "ENDTIME",
                                             "STARTDAY",
                                             "ENDDAY",
                                             "LOGONTIME",
                                             "LOGOUTTIME",
                                             "LOGONDAY",
                                             "LOGOUTDAY",
                                             "USELOCALTIME",
                                             "CHECKCOMPID",
                                             "CHECKLATENCY",
                                             "MAXLATENCY",
                                             "HEARTBTINT",
                                             "SENDREDUNDANTRESENDREQUESTS",
                                             "SOCKETACCEPTPORT",
                                             "SOCKETREUSEADDRESS",
                                             "SOCKETCONNECTHOST",
                                             "SOCKETCONNECTPORT",
                                             "SOCKETCONNECTSOURCEHOST",
                                             "SOCKETCONNECTSOURCEPORT",
                                             "SOCKETNODELAY",
                                             "SOCKETSENDBUFFERSIZE",
                                             "SOCKETRECEIVEBUFFERSIZE",
                                             "RECONNECTINTERVAL",
                                             "LOGONTIMEOUT",
                                             "LOGOUTTIMEOUT",
                                             "RESETONLOGON",
                                             "RESETONLOGOUT",
                                             "RESETONDISCONNECT",
                                             "VALIDATELENGTHANDCHECKSUM",
                                             "MILLISECONDSINTIMESTAMP",
                                             "TIMESTAMPPRECISION"};

/// QuickFIX's keys that mean nothing here: the journal, the logs and the dictionary are ours.
std::set<std::string_view> const ignored_keys{"CONNECTIONTYPE",
                                              "FILESTOREPATH",
                                              "FILELOGPATH",
                                              "FILELOGBACKUPPATH",
                                              "USEDATADICTIONARY",
                                              "DATADICTIONARY",
                                              "APPDATADICTIONARY",
                                              "TRANSPORTDATADICTIONARY",
                                              "VALIDATEFIELDSOUTOFORDER",
                                              "VALIDATEFIELDSHAVEVALUES",
                                              "VALIDATEUSERDEFINEDFIELDS",
                                              "ALLOWUNKNOWNMSGFIELDS",
                                              "PRESERVEMESSAGEFIELDSORDER",
                                              "REFRESHONLOGON",
                                              "SCREENLOGSHOWINCOMING",
                                              "SCREENLOGSHOWOUTGOING",
                                              "SCREENLOGSHOWEVENTS"};

bool is_host_key(std::string_view key) {
    // SocketConnectHost1, SocketConnectPort1, ...: where else to connect.
    for (std::string_view const stem : {"SOCKETCONNECTHOST", "SOCKETCONNECTPORT"}) {
        if (!key.starts_with(stem)) continue;
        key.remove_prefix(stem.size());
        return std::ranges::all_of(key, [](char c) { return c >= '0' && c <= '9'; });
    }
    return false;
}

template <class Value>
Value read(SettingsFile const& file, std::string_view key, std::string const& text) {
    Value value{};
    if (auto const result = model::read_text(text, value); !result) {
        file.refuse(key, text, result.error());
    }
    return value;
}

template <class Value>
std::optional<Value> read_optional(SettingsFile const& file, std::string_view key) {
    auto const text = file.find(key);
    if (!text) return std::nullopt;
    return read<Value>(file, key, *text);
}

template <class Enum>
Enum choose(SettingsFile const& file, std::string_view key, Enum first, std::string_view first_name,
            Enum second, std::string_view second_name) {
    auto const text = file.find(key);
    if (!text || *text == first_name) return first;
    if (*text == second_name) return second;
    file.refuse(key, *text,
                "must be " + std::string{first_name} + " or " + std::string{second_name});
}

void read_accounts(SettingsFile const& file, FixDialect& dialect) {
    dialect.account = read_optional<model::AccountId>(file, "Account");
    for (auto const& [key, value] : file.values()) {
        if (!upper_case(key).starts_with(account_prefix)) continue;
        auto const spelling = key.substr(account_prefix.size());
        auto const account = read<model::AccountId>(file, key, value);
        dialect.accounts.emplace(spelling, account);
        if (!dialect.account_spellings.emplace(account, spelling).second) {
            file.refuse(key, value, "must name an account that no other Account.* names");
        }
    }
}

FixVersion version_in(SettingsFile const& file) {
    auto const text = file.require("BeginString");
    if (text == "FIX.4.2") return FixVersion::FIX_4_2;
    if (text == "FIX.4.3") return FixVersion::FIX_4_3;
    if (text == "FIX.4.4") return FixVersion::FIX_4_4;
    file.refuse("BeginString", text, "must be FIX.4.4, FIX.4.3 or FIX.4.2");
}

FixDialect read_dialect(SettingsFile const& file) {
    FixDialect dialect;
    dialect.version = version_in(file);
    dialect.exchange = read<model::ExchangeCode>(file, "Exchange", file.require("Exchange"));
    read_accounts(file, dialect);
    dialect.sends_account = file.flag("SendAccount", true);
    dialect.price_decimals = file.number("PriceDecimals", 0, 18, 0);
    dialect.quantity_decimals = file.number("QuantityDecimals", 0, 18, 0);
    dialect.exec_id_scope = choose(file, "ExecIds", ExecIdScope::UNIQUE, "UNIQUE",
                                   ExecIdScope::RESTARTING, "RESTARTING");
    dialect.commission_percentage = choose(file, "CommissionPercent", PercentageUnit::FRACTION,
                                           "FRACTION", PercentageUnit::PERCENT, "PERCENT");
    dialect.fee_asset = read_optional<model::AssetCode>(file, "FeeAsset");
    return dialect;
}

void check_keys(SettingsFile const& file, FixRole role) {
    for (auto const& [key, value] : file.values()) {
        auto const upper = upper_case(key);
        bool const is_known = own_keys.contains(upper) || passed_keys.contains(upper) ||
                              ignored_keys.contains(upper) || is_host_key(upper) ||
                              (role == FixRole::drop_copy && is_access_key(upper)) ||
                              upper.starts_with(account_prefix) || upper == "PERSISTMESSAGES";
        if (!is_known) file.refuse_unknown(key);
    }
}

void check_session(SettingsFile const& file, FixRole role) {
    bool const asks_all = file.flag("MassStatusOnLogon", false);
    if (version_in(file) == FixVersion::FIX_4_2 && asks_all) {
        file.refuse("MassStatusOnLogon", "Y",
                    "must be N with FIX.4.2, which has no OrderMassStatusRequest (AF)");
    }
    for (auto const* key : {"SenderCompID", "TargetCompID", "StartTime", "EndTime"}) {
        static_cast<void>(file.require(key));
    }
    if (!file.flag("PersistMessages", true)) {
        file.refuse("PersistMessages", "N", "must be Y: rejections name requests by their number");
    }
    auto const wanted = std::string{role == FixRole::order_routing ? "initiator" : "acceptor"};
    if (auto const type = file.find("ConnectionType"); type && *type != wanted) {
        file.refuse("ConnectionType", *type, "must be " + wanted);
    }
    if (role == FixRole::drop_copy) return;
    static_cast<void>(file.require("SocketConnectHost"));
    static_cast<void>(file.require("SocketConnectPort"));
    static_cast<void>(file.number("SocketConnectPort", 1, 65'535, 0));
    static_cast<void>(file.number("HeartBtInt", 1, 3'600, 30));
    static_cast<void>(file.number("ReconnectInterval", 1, 3'600, 5));
}

/// What QuickFIX gets. Everything stands in [DEFAULT] too: it reads some keys only there.
std::string engine_text(SettingsFile const& file, FixRole role) {
    std::string keys;
    for (auto const& [key, value] : file.values()) {
        auto const upper = upper_case(key);
        if (passed_keys.contains(upper) || is_host_key(upper)) keys += key + "=" + value + "\n";
    }
    auto const add = [&](char const* key, char const* value) {
        if (!file.find(key)) keys += std::string{key} + "=" + value + "\n";
    };
    add("HeartBtInt", "30");
    add("ReconnectInterval", "5");
    add("SocketNodelay", "Y");
    keys += "UseDataDictionary=N\nPersistMessages=Y\nConnectionType=";
    keys += role == FixRole::order_routing ? "initiator\n" : "acceptor\n";
    return "[DEFAULT]\n" + keys + "[SESSION]\n" + keys;
}

}  // namespace

FixSettings read_fix_settings(std::string_view text, std::string const& name, FixRole role) {
    SettingsFile const file{text, name};
    check_keys(file, role);
    check_session(file, role);
    FixSettings settings;
    settings.dialect = read_dialect(file);
    settings.engine_text = engine_text(file, role);
    settings.session_name = file.require("BeginString") + ":" + file.require("SenderCompID") +
                            "->" + file.require("TargetCompID");
    if (auto const qualifier = file.find("SessionQualifier")) {
        settings.session_name += ":" + *qualifier;
    }
    if (role == FixRole::drop_copy) settings.access = read_access_rules(file);
    settings.address = role == FixRole::drop_copy ? address_text(settings.access)
                                                  : file.require("SocketConnectHost") + ":" +
                                                        file.require("SocketConnectPort");
    settings.username = file.find("Username").value_or("");
    settings.password = file.find("Password").value_or("");
    settings.asks_mass_status = file.flag("MassStatusOnLogon", false);
    settings.is_store_synced = file.flag("StoreSync", false);
    return settings;
}

FixSettings load_fix_settings(std::string const& file, FixRole role) {
    errno = 0;
    std::ifstream stream{file, std::ios::binary};
    std::string text;
    for (std::array<char, 4096> piece; stream.is_open() && !stream.eof() && !stream.bad();) {
        stream.read(piece.data(), piece.size());
        text.append(piece.data(), static_cast<std::size_t>(stream.gcount()));
    }
    if (!stream.is_open() || stream.bad()) {
        throw ports::ExchangeError{"the FIX settings " + file +
                                   " cannot be read: " + std::strerror(errno)};
    }
    return read_fix_settings(text, file, role);
}

}  // namespace daybook::fix
