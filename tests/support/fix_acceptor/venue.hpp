#pragma once

#include <quickfix/Application.h>
#include <quickfix/Message.h>
#include <quickfix/SessionID.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

#include "support/fix_acceptor/acceptor_options.hpp"
#include "support/fix_acceptor/order_record.hpp"

namespace daybook {
namespace fix_acceptor {

/// The counterparty: takes orders, fills, cancels and replaces them by its options, and says what
/// it does on stdout, a line each.
///
/// An order's symbol may ask for more: REJECT-3, REJECT-J and REJECT-8 refuse it by Reject,
/// BusinessMessageReject and ExecutionReport; CANCEL-3, CANCEL-J and CANCEL-9 refuse its cancels
/// and replaces; SILENT gets no answer, and DROP ends the connection before its answers. REST is
/// never filled, HALF by half.
class Venue : public FIX::Application {
  public:
    explicit Venue(AcceptorOptions const& options);
    ~Venue() override;

    /// Sends a message of this type, its body as `tag=value|tag=value`.
    void send_raw(std::string const& type, std::string const& body);

    void onCreate(FIX::SessionID const& session) override;
    void onLogon(FIX::SessionID const& session) override;
    void onLogout(FIX::SessionID const& session) override;
    void toAdmin(FIX::Message& message, FIX::SessionID const& session) override;
    void toApp(FIX::Message&, FIX::SessionID const&) throw(FIX::DoNotSend) override {}
    void fromAdmin(FIX::Message const& message,
                   FIX::SessionID const& session) throw(FIX::FieldNotFound,
                                                        FIX::IncorrectDataFormat,
                                                        FIX::IncorrectTagValue,
                                                        FIX::RejectLogon) override;
    void fromApp(FIX::Message const& message,
                 FIX::SessionID const& session) throw(FIX::FieldNotFound, FIX::IncorrectDataFormat,
                                                      FIX::IncorrectTagValue,
                                                      FIX::UnsupportedMessageType) override;

  private:
    void on_order(FIX::Message const& message);
    void on_cancel(FIX::Message const& message);
    void on_replace(FIX::Message const& message);
    void on_status_request(FIX::Message const& message);
    void on_mass_status_request(FIX::Message const& message);
    void fill(RecordedOrder& order, double quantity);
    bool refuses(FIX::Message const& message, std::string const& symbol, std::string const& stem);
    void refuse_request(FIX::Message const& message, RecordedOrder const* order,
                        std::string const& response_to, std::string const& reason);

    void write_exec_type(FIX::Message& message, RecordedOrder const& order,
                         std::string const& type) const;
    FIX::Message report(RecordedOrder const& order, std::string const& type);
    std::string next_exec_id();
    std::string number(double value) const;
    /// A report, and its number in the record.
    struct Waiting {
        FIX::Message message;
        int number = 0;
    };

    void queue(FIX::Message const& message);
    void queue_untold();
    void deliver();
    void deliver_one(Waiting waiting);
    void say(std::string const& line);

    AcceptorOptions const options_;
    /// Held while a message changes the record, so that it is kept as a whole.
    std::mutex record_mutex_;
    OrderRecord record_;
    FIX::SessionID session_;
    int exec_ids_ = 0;
    int order_ids_ = 0;
    int reports_ = 0;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Waiting> waiting_;
    /// `session_` is set.
    bool has_session_ = false;
    bool is_over_ = false;
    std::thread deliverer_;
};

}  // namespace fix_acceptor
}  // namespace daybook
