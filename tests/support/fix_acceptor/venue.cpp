#include "support/fix_acceptor/venue.hpp"

#include <quickfix/Session.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>

#include "support/fix_acceptor/raw_message.hpp"

namespace daybook {
namespace fix_acceptor {
namespace {

std::string get(FIX::FieldMap const& fields, int tag) {
    return fields.isSetField(tag) ? fields.getField(tag) : std::string();
}

FIX::Message message_of(std::string const& type) {
    FIX::Message message;
    message.getHeader().setField(FIX::MsgType(type));
    return message;
}

/// Whether it says that it was sent before: PossDupFlag (43), PossResend (97).
bool is_again(FIX::Message const& message) {
    return !(get(message.getHeader(), 43) + get(message.getHeader(), 97)).empty();
}

/// `8=FIX.4.4|9=...|`.
std::string readable(FIX::Message const& message) {
    auto text = message.toString();
    std::replace(text.begin(), text.end(), '\x01', '|');
    return text;
}

std::string now() { return FIX::UtcTimeStampConvertor::convert(FIX::UtcTimeStamp(), 3); }

}  // namespace

Venue::Venue(AcceptorOptions const& options)
    : options_(options), record_(options.is_quiet ? "/dev/null" : options.folder + "/record.txt") {
    if (!options_.restarts_exec_ids) exec_ids_ = record_.trades() * 10;
    if (options_.tells_untold) queue_untold();
    deliverer_ = std::thread([this] { deliver(); });
}

Venue::~Venue() {
    {
        std::lock_guard<std::mutex> const lock(mutex_);
        is_over_ = true;
    }
    changed_.notify_all();
    deliverer_.join();
}

void Venue::onCreate(FIX::SessionID const& session) {
    {
        std::lock_guard<std::mutex> const lock(mutex_);
        session_ = session;
        has_session_ = true;
    }
    changed_.notify_all();
}

void Venue::onLogon(FIX::SessionID const&) { say("logon"); }
void Venue::onLogout(FIX::SessionID const&) { say("logout"); }

void Venue::toAdmin(FIX::Message& message, FIX::SessionID const&) {
    if (get(message.getHeader(), 35) != "3") return;
    say("refused " + get(message, 372) + " for " + get(message, 371) + ": " + get(message, 58));
}

void Venue::fromAdmin(FIX::Message const& message,
                      FIX::SessionID const&) throw(FIX::FieldNotFound, FIX::IncorrectDataFormat,
                                                   FIX::IncorrectTagValue, FIX::RejectLogon) {
    auto const type = get(message.getHeader(), 35);
    if (type == "A") say("credentials " + get(message, 553) + " " + get(message, 554));
    if (type == "2") say("resend request " + get(message, 7) + " " + get(message, 16));
    if (type == "2" && options_.rejects_before_resend) {
        auto reject = message_of("3");
        reject.setField(45, "1");
        reject.setField(372, "A");
        FIX::Session::sendToTarget(reject, session_);
    }
    if (type == "3") say("reject " + get(message, 58));
}

void Venue::fromApp(FIX::Message const& message,
                    FIX::SessionID const&) throw(FIX::FieldNotFound, FIX::IncorrectDataFormat,
                                                 FIX::IncorrectTagValue,
                                                 FIX::UnsupportedMessageType) {
    auto const type = get(message.getHeader(), 35);
    say("got " + type + " " + get(message, 11) + (is_again(message) ? " again" : ""));
    if (options_.is_scripted) return say("wire " + readable(message));
    std::lock_guard<std::mutex> const lock(record_mutex_);
    if (type == "D") on_order(message);
    if (type == "F") on_cancel(message);
    if (type == "G") on_replace(message);
    if (type == "H") on_status_request(message);
    if (type == "AF") on_mass_status_request(message);
    record_.keep();
}

bool Venue::refuses(FIX::Message const& message, std::string const& symbol,
                    std::string const& stem) {
    bool const by_session = symbol == stem + "-3";
    if (!by_session && symbol != stem + "-J") return false;
    auto refusal = message_of(by_session ? "3" : "j");
    refusal.setField(45, get(message.getHeader(), 34));
    refusal.setField(372, get(message.getHeader(), 35));
    if (by_session) refusal.setField(373, "5");
    if (!by_session) refusal.setField(380, "4");
    refusal.setField(58, "refused by " + symbol);
    queue(refusal);
    return true;
}

void Venue::on_order(FIX::Message const& message) {
    auto const id = get(message, 11);
    auto const symbol = get(message, 55);
    record_.write("PLACED " + id + (is_again(message) ? " again" : ""));
    if (symbol == "SILENT" || refuses(message, symbol, "REJECT")) return;
    if (symbol == "DROP") FIX::Session::lookupSession(session_)->disconnect();
    auto* const known = record_.find(id);
    if (known != nullptr && !options_.accepts_duplicates) {
        auto refusal = report(*known, "8");
        refusal.setField(39, "8");
        refusal.setField(103, "6");
        return queue(refusal);
    }
    if (known != nullptr) record_.write("AGAIN " + id);
    RecordedOrder order;
    order.client_order_id = id;
    order.order_id = "V" + std::to_string(::getpid()) + "-" + std::to_string(++order_ids_);
    order.symbol = symbol;
    order.side = get(message, 54);
    order.account = get(message, 1);
    order.quantity = get(message, 38);
    order.price = get(message, 44).empty() ? "100" : get(message, 44);
    if (symbol == "REJECT-8") {
        order.status = "8";
        auto refusal = report(order, "8");
        refusal.setField(58, "refused by " + symbol);
        return queue(refusal);
    }
    auto& kept = record_.add(order);
    if (!options_.omits_new) queue(report(kept, "0"));
    auto const quantity = std::stod(kept.quantity);
    if (symbol == "REST") return;
    if (symbol == "HALF") return fill(kept, quantity / 2);
    if (options_.fill == "all") fill(kept, quantity);
    if (options_.fill == "two") fill(kept, quantity / 2);
    if (options_.fill == "two") fill(kept, quantity / 2);
}

void Venue::fill(RecordedOrder& order, double quantity) {
    order.filled += quantity;
    order.status = order.filled < std::stod(order.quantity) ? "1" : "2";
    auto trade = report(order, "F");
    trade.setField(32, number(quantity));
    trade.setField(31, order.price);
    record_.write("TRADE " + get(trade, 17) + " " + order.client_order_id + " " + number(quantity) +
                  " " + order.price);
    queue(trade);
}

void Venue::on_cancel(FIX::Message const& message) {
    auto* const order = record_.find(get(message, 41));
    if (order == nullptr) {
        if (!options_.ignores_unknown_cancels) refuse_request(message, nullptr, "1", "1");
        return;
    }
    if (refuses(message, order->symbol, "CANCEL")) return;
    if (order->symbol == "CANCEL-9") return refuse_request(message, order, "1", "0");
    order->status = "4";
    record_.write("CANCEL " + order->client_order_id);
    auto confirmation = report(*order, "4");
    if (!options_.cancels_under_original) {
        confirmation.setField(41, order->client_order_id);
        confirmation.setField(11, get(message, 11));
    }
    queue(confirmation);
}

void Venue::on_replace(FIX::Message const& message) {
    auto* const order = record_.find(get(message, 41));
    if (order == nullptr) {
        if (!options_.ignores_unknown_cancels) refuse_request(message, nullptr, "2", "1");
        return;
    }
    if (refuses(message, order->symbol, "CANCEL")) return;
    if (order->symbol == "CANCEL-9") return refuse_request(message, order, "2", "0");
    order->quantity = get(message, 38);
    order->price = get(message, 44);
    record_.write("REPLACE " + order->client_order_id + " " + get(message, 11) + " " +
                  order->quantity + " " + order->price);
    record_.rename(*order, get(message, 11));
    auto confirmation = report(*order, "5");
    confirmation.setField(41, order->client_order_id);
    confirmation.setField(11, get(message, 11));
    queue(confirmation);
}

void Venue::refuse_request(FIX::Message const& message, RecordedOrder const* order,
                           std::string const& response_to, std::string const& reason) {
    auto refusal = message_of("9");
    refusal.setField(37, order == nullptr ? "NONE" : order->order_id);
    refusal.setField(11, get(message, 11));
    refusal.setField(41, get(message, 41));
    refusal.setField(39, order == nullptr ? "8" : order->status);
    refusal.setField(434, response_to);
    refusal.setField(102, reason);
    queue(refusal);
}

void Venue::on_status_request(FIX::Message const& message) {
    if (options_.refuses_status_requests) {
        auto refusal = message_of("j");
        refusal.setField(45, get(message.getHeader(), 34));
        refusal.setField(372, "H");
        refusal.setField(380, "3");
        return queue(refusal);
    }
    auto* const order = record_.find(get(message, 11));
    if (order == nullptr) {
        RecordedOrder unknown;
        unknown.client_order_id = get(message, 11);
        unknown.order_id = "NONE";
        unknown.symbol = get(message, 55);
        unknown.side = get(message, 54);
        unknown.quantity = "0";
        unknown.price = "0";
        unknown.status = "8";
        auto answer = report(unknown, "I");
        answer.setField(103, "5");
        answer.setField(17, "0");
        return queue(answer);
    }
    auto answer = report(*order, "I");
    answer.setField(17, "0");
    if (options_.omits_status_type) answer.removeField(150);
    queue(answer);
}

void Venue::on_mass_status_request(FIX::Message const& message) {
    say("mass status " + get(message, 585));
    for (auto const& order : record_.orders()) {
        auto answer = report(order.second, "I");
        answer.setField(17, "0");
        answer.setField(584, get(message, 584));
        queue(answer);
    }
}

/// FIX 4.2 has ExecTransType (20), and neither F nor I.
void Venue::write_exec_type(FIX::Message& message, RecordedOrder const& order,
                            std::string const& type) const {
    bool const has_trans_type = options_.version == "FIX.4.2";
    if (has_trans_type) message.setField(20, type == "I" ? "3" : "0");
    bool const is_by_status = has_trans_type && (type == "I" || type == "F");
    message.setField(150, is_by_status ? order.status : type);
}

FIX::Message Venue::report(RecordedOrder const& order, std::string const& type) {
    auto message = message_of("8");
    auto const quantity = std::stod(order.quantity);
    bool const is_over = order.status == "4" || order.status == "8";
    message.setField(37, order.order_id);
    message.setField(11, order.client_order_id);
    message.setField(17, next_exec_id());
    message.setField(39, order.status);
    write_exec_type(message, order, type);
    message.setField(55, order.symbol);
    message.setField(54, order.side);
    message.setField(38, options_.shortens_numbers ? number(quantity) : order.quantity);
    message.setField(44, order.price);
    message.setField(14, number(order.filled));
    message.setField(151, number(is_over ? 0 : quantity - order.filled));
    message.setField(6, order.filled > 0 ? order.price : "0");
    if (!options_.omits_account && !order.account.empty()) message.setField(1, order.account);
    if (!options_.omits_time) message.setField(60, now());
    if (options_.adds_own_fields) {
        message.setField(9001, "own");
        FIX::Group party(453, 448);
        for (char const* const name : {"BROKER", "CLEARER"}) {
            party.setField(448, name);
            party.setField(452, "1");
            message.addGroup(party);
        }
        FIX::Group own(9100, 9101);
        for (char const* const name : {"a", "b", "c"}) {
            own.setField(9101, name);
            own.setField(9102, "x");
            message.addGroup(own);
        }
    }
    return message;
}

std::string Venue::next_exec_id() { return std::to_string(++exec_ids_); }

std::string Venue::number(double value) const {
    char text[64];
    std::snprintf(text, sizeof text, options_.shortens_numbers ? "%.10g" : "%.4f", value);
    return text;
}

void Venue::send_raw(std::string const& type, std::string const& body) {
    std::lock_guard<std::mutex> const lock(record_mutex_);
    queue(raw_message(type, body));
    record_.keep();
}

void Venue::queue(FIX::Message const& message) {
    Waiting waiting{message, 0};
    if (!options_.is_quiet) {
        waiting.number = record_.write_report(readable(message));
    }
    {
        std::lock_guard<std::mutex> const lock(mutex_);
        waiting_.push_back(std::move(waiting));
    }
    changed_.notify_all();
}

/// What an earlier process was to tell.
void Venue::queue_untold() {
    for (auto const& report : record_.untold()) {
        auto text = report.second;
        std::replace(text.begin(), text.end(), '|', '\x01');
        Waiting waiting{FIX::Message(text, false), report.first};
        waiting.message.getHeader().setField(FIX::PossResend(true));
        waiting_.push_back(std::move(waiting));
    }
}

/// On a thread of its own: a delayed report holds up no other message.
void Venue::deliver() {
    std::unique_lock<std::mutex> lock(mutex_);
    auto const over = [this] { return is_over_; };
    auto const any = [this] { return is_over_ || (has_session_ && !waiting_.empty()); };
    auto const a_pair = [this] { return is_over_ || waiting_.size() > 1; };
    while (true) {
        changed_.wait(lock, any);
        if (is_over_) return;
        auto const delay = std::chrono::milliseconds(options_.delay_ms);
        if (options_.delay_ms > 0) changed_.wait_for(lock, delay, over);
        // The last report finds no other to change places with.
        if (options_.swaps_reports) changed_.wait_for(lock, std::chrono::seconds(1), a_pair);
        bool const swaps = options_.swaps_reports && waiting_.size() > 1;
        if (swaps) std::swap(waiting_[0], waiting_[1]);
        for (int left = swaps ? 2 : 1; left > 0; --left) {
            auto waiting = std::move(waiting_.front());
            waiting_.pop_front();
            lock.unlock();
            deliver_one(std::move(waiting));
            lock.lock();
        }
    }
}

void Venue::deliver_one(Waiting waiting) {
    auto& message = waiting.message;
    {
        // What it tells is on record first.
        std::lock_guard<std::mutex> const kept(record_mutex_);
    }
    FIX::Session::sendToTarget(message, session_);
    {
        std::lock_guard<std::mutex> const lock(record_mutex_);
        record_.write("SENT " + std::to_string(waiting.number));
        record_.keep();
    }
    say("sent " + get(message.getHeader(), 35) + " " + get(message, 11));
    if (options_.repeats_reports) {
        message.getHeader().setField(FIX::PossResend(true));
        FIX::Session::sendToTarget(message, session_);
    }
    ++reports_;
    if (options_.dies_after_reports == reports_) ::kill(::getpid(), SIGKILL);
}

void Venue::say(std::string const& line) {
    if (!options_.is_quiet) std::cout << line << std::endl;
}

}  // namespace fix_acceptor
}  // namespace daybook
