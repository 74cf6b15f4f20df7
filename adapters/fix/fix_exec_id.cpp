#include "fix/fix_exec_id.hpp"

#include <array>

#include "fix/fix_reading.hpp"
#include "fix/fix_values.hpp"
#include "model/decimal.hpp"
#include "model/names.hpp"

namespace daybook::fix {
namespace {

constexpr std::size_t exec_id_size_max = 200;

/// Source: the FNV-1a hash of 128 bits, by its reference parameters.
class Hash {
  public:
    void add(std::string_view text) {
        for (char const c : text) {
            state_ ^= static_cast<unsigned char>(c);
            state_ *= prime;
        }
    }

    [[nodiscard]] std::string hex() const {
        constexpr std::string_view digits = "0123456789abcdef";
        std::string text;
        for (int shift = 124; shift >= 0; shift -= 4) {
            text += digits[static_cast<std::size_t>((state_ >> shift) & 15)];
        }
        return text;
    }

  private:
    static constexpr model::UInt128 prime = (model::UInt128{1} << 88) + 0x13b;
    model::UInt128 state_ =
        (model::UInt128{0x6c62272e07bb0142} << 64) + model::UInt128{0x62b821756295c58d};
};

constexpr int order_id_tag = 37;
/// What tells reports of one order apart; the second list are numbers, told apart by value.
constexpr auto text_tags =
    std::to_array({35, order_id_tag, 11, 41, 17, 19, 150, 20, 39, 434, 102, 103});
constexpr auto number_tags = std::to_array({14, 151, 31, 32, 38, 44});

std::string by_value(std::string_view text) {
    auto const value = read_decimal(text);
    return value ? value->to_string() : std::string{text};
}

/// `names_order`: whether another OrderID (37) makes it another report. Where ExecIDs are unique,
/// one report names one order: it is the same report, which contradicts itself.
std::string hash_of_content(FixMessage const& message, bool names_order) {
    Hash hash;
    auto const add = [&](int tag, std::string_view value) {
        hash.add(std::to_string(tag));
        hash.add("=");
        hash.add(value);
        hash.add("\x01");
    };
    for (int const tag : text_tags) {
        if (tag == order_id_tag && !names_order) continue;
        if (auto const value = message.find(tag)) add(tag, *value);
    }
    for (int const tag : number_tags) {
        if (auto const value = message.find(tag)) add(tag, by_value(*value));
    }
    return hash.hex();
}

/// Source: FIX 4.4, ExecID (17): 0 for an answer to a status request.
bool is_usable(std::string_view id) {
    return !id.empty() && id != "0" && id.size() <= exec_id_size_max &&
           printable_text(id, id.size()) == id;
}

}  // namespace

model::ExecId exec_id_of(FixMessage const& message, model::ExecType type, ExecIdScope scope) {
    auto const id = message.get(17);
    if (scope == ExecIdScope::UNIQUE && moves_money(type) && is_usable(id)) {
        return model::ExecId{id};
    }
    bool const refers =
        type == model::ExecType::TRADE_CANCEL || type == model::ExecType::TRADE_CORRECT;
    if (refers && scope == ExecIdScope::RESTARTING) {
        refuse_field("ExecRefID", 19, message.get(19),
                     "names a trade by an ExecID that is not unique here (ExecIds=RESTARTING)");
    }
    auto const prefix = is_usable(id) ? std::string{id} : std::string{model::name_of(type)};
    bool const is_unique = scope == ExecIdScope::UNIQUE && is_usable(id);
    return model::ExecId{prefix + "~" + hash_of_content(message, !is_unique)};
}

model::ExecId exec_id_of_text(std::string_view prefix, std::string_view text) {
    Hash hash;
    hash.add(text);
    return model::ExecId{std::string{prefix} + "~" + hash.hex()};
}

}  // namespace daybook::fix
