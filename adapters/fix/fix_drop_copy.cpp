#include "fix/fix_drop_copy.hpp"

#include <utility>

#include "fix/fix_report_decoder.hpp"
#include "fix/foreign_order_decoder.hpp"

namespace daybook::fix {
namespace {

FixSession::Decoder decoder_for(FixDialect const& dialect) {
    return [dialect](FixMessage const& message,
                     SentMessages const&) -> std::optional<ports::ExchangeReport> {
        if (message.type() != "8") return std::nullopt;
        return decode_drop_copy(message, dialect);
    };
}

}  // namespace

FixDropCopy::FixDropCopy(FixSettings const& settings, std::string folder, EngineMaker make_engine)
    : session_{settings, FixRole::drop_copy, std::move(folder), decoder_for(settings.dialect),
               std::move(make_engine)} {}

}  // namespace daybook::fix
