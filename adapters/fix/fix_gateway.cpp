#include "fix/fix_gateway.hpp"

#include <utility>

#include "fix/fix_refusal_decoder.hpp"
#include "fix/fix_report_decoder.hpp"
#include "fix/fix_request_encoder.hpp"

namespace daybook::fix {
namespace {

FixSession::Decoder decoder_for(FixDialect const& dialect) {
    return [dialect](FixMessage const& message,
                     SentMessages const& sent) -> std::optional<ports::ExchangeReport> {
        auto const type = message.type();
        if (type == "8" || type == "9") return decode_report(message, dialect);
        if (type == "3" || type == "j") return decode_refusal(message, sent);
        return std::nullopt;
    };
}

ports::ExchangeGateway::Handed handed(bool is_over) {
    return is_over ? ports::ExchangeGateway::Handed::over
                   : ports::ExchangeGateway::Handed::not_connected;
}

}  // namespace

FixGateway::FixGateway(FixSettings const& settings, std::string folder, EngineMaker make_engine)
    : dialect_{settings.dialect},
      session_{settings, FixRole::order_routing, std::move(folder), decoder_for(dialect_),
               std::move(make_engine)} {}

ports::ExchangeGateway::Handed FixGateway::send(ports::ExchangeRequest const& request) {
    return handed(session_.send(encode_request(request, dialect_)));
}

ports::ExchangeGateway::Handed FixGateway::ask_status(ports::ExchangeRequest const& request) {
    return handed(session_.send(encode_status_request(request, dialect_)));
}

}  // namespace daybook::fix
