#include "fix/process/session_words.hpp"

#include <utility>

namespace daybook::fix {
namespace {

void write_outgoing(FrameWriter& frame, OutgoingMessage const& message) {
    frame.text(message.type).number(message.may_be_known ? 1 : 0).number(message.body.size());
    for (auto const& field : message.body) {
        frame.number(static_cast<std::uint64_t>(field.tag)).text(field.value);
    }
}

std::uint64_t whole(int number) { return static_cast<std::uint64_t>(number < 0 ? 0 : number); }

}  // namespace

std::string start_frame(EngineOptions const& options) {
    FrameWriter frame{Word::start};
    frame.number(options.is_initiator ? 1 : 0).text(options.settings).text(options.journal_file);
    frame.number(options.is_journal_synced ? 1 : 0).number(options.generation);
    frame.text(options.username).text(options.password);
    auto const& access = options.access;
    frame.text(access.host).number(whole(access.port)).number(access.networks.size());
    for (auto const& network : access.networks) frame.text(network);
    frame.number(whole(access.connections_max)).number(whole(access.messages_per_second_max));
    return frame.take();
}

EngineOptions read_options(FrameReader& frame) {
    EngineOptions options;
    options.is_initiator = frame.flag();
    options.settings = frame.text();
    options.journal_file = frame.text();
    options.is_journal_synced = frame.flag();
    options.generation = frame.number();
    options.username = frame.text();
    options.password = frame.text();
    auto& access = options.access;
    access.host = frame.text();
    access.port = frame.small_number();
    for (auto left = frame.number(); left > 0; --left) access.networks.push_back(frame.text());
    access.connections_max = frame.small_number();
    access.messages_per_second_max = frame.small_number();
    return options;
}

std::string send_frame(std::uint64_t question, OutgoingMessage const& message) {
    FrameWriter frame{Word::send};
    frame.number(question);
    write_outgoing(frame, message);
    return frame.take();
}

std::string post_frame(OutgoingMessage const& message) {
    FrameWriter frame{Word::post};
    write_outgoing(frame, message);
    return frame.take();
}

OutgoingMessage read_outgoing(FrameReader& frame) {
    OutgoingMessage message;
    message.type = frame.text();
    message.may_be_known = frame.flag();
    for (auto left = frame.number(); left > 0; --left) {
        auto const tag = frame.small_number();
        message.body.push_back({tag, frame.text()});
    }
    return message;
}

std::string failed_frame(StartFailure kind, std::string const& sentence) {
    FrameWriter frame{Word::failed};
    return frame.number(static_cast<std::uint64_t>(kind)).text(sentence).take();
}

void throw_failure(StartFailure kind, std::string const& sentence) {
    if (kind == StartFailure::port_unavailable) throw PortUnavailable{sentence};
    throw EngineError{sentence};
}

}  // namespace daybook::fix
