#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "fix/engine/access_rules.hpp"
#include "model/strong_id.hpp"

namespace daybook::fix {

/// Which side of a connection we are: an order session connects, a drop copy is connected to.
enum class FixRole { order_routing, drop_copy };

/// The versions that are spoken. Source: BeginString (8).
enum class FixVersion { FIX_4_2, FIX_4_3, FIX_4_4 };

/// Whether ExecIDs (17) of trades are unique for ever, or begin again with the counterparty's
/// process.
enum class ExecIdScope { UNIQUE, RESTARTING };

/// What a Commission (12) of CommType (13) 2, percentage, counts: FIX's shares of one (0.05 is 5 %)
/// or hundredths (5 is 5 %).
enum class PercentageUnit { FRACTION, PERCENT };

/// How messages of one counterparty are read and written.
struct FixDialect {
    FixVersion version = FixVersion::FIX_4_4;
    model::ExchangeCode exchange;
    /// Of reports that name none, or none that is mapped.
    std::optional<model::AccountId> account;
    /// By Account (1) as the counterparty spells it, and back.
    std::map<std::string, model::AccountId, std::less<>> accounts;
    std::map<model::AccountId, std::string> account_spellings;
    bool sends_account = true;
    int price_decimals = 0;
    int quantity_decimals = 0;
    ExecIdScope exec_id_scope = ExecIdScope::UNIQUE;
    PercentageUnit commission_percentage = PercentageUnit::FRACTION;
    /// Of fees that name none.
    std::optional<model::AssetCode> fee_asset;
};

/// The configuration of one FIX session: QuickFIX's settings file and keys of our own.
struct FixSettings {
    FixDialect dialect;
    /// For QuickFIX: its own keys, with what Daybook insists on.
    std::string engine_text;
    /// `FIX.4.4:DESK->VENUE`, for people and names of files.
    std::string session_name;
    /// `host:port`, to connect to or to accept on.
    std::string address;
    /// Of a drop copy.
    AccessRules access;
    std::string username;
    std::string password;
    bool asks_mass_status = false;
    bool is_store_synced = false;
};

/// Reads the text of a settings file; `file` names it in errors. See docs/fix.md for the keys.
/// Throws: ports::ExchangeError, one sentence that names the key, its value and the rule.
[[nodiscard]] FixSettings read_fix_settings(std::string_view text, std::string const& file,
                                            FixRole role);

/// The same from the file itself. Throws: ports::ExchangeError, also where it cannot be read.
[[nodiscard]] FixSettings load_fix_settings(std::string const& file, FixRole role);

}  // namespace daybook::fix
