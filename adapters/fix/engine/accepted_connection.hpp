#pragma once

#include <quickfix/Parser.h>
#include <quickfix/Responder.h>

#include <chrono>
#include <mutex>
#include <string>

namespace daybook {
namespace fix {

/// A connection that was accepted: FIX messages out of bytes, and bytes out of messages. What it
/// keeps is bounded either way.
///
/// Threads: send() and disconnect() from any, the others from one.
class AcceptedConnection : public FIX::Responder {
  public:
    using Clock = std::chrono::steady_clock;

    /// Of bytes that are no whole message yet, and of messages that nobody takes.
    static constexpr std::size_t input_bytes_max = 1 << 20;
    static constexpr std::size_t output_bytes_max = 16 << 20;

    /// Takes the socket over. `peer` is its address, for people.
    AcceptedConnection(int socket, std::string peer, Clock::time_point now);
    ~AcceptedConnection() override;
    AcceptedConnection(AcceptedConnection const&) = delete;
    AcceptedConnection& operator=(AcceptedConnection const&) = delete;

    int socket() const { return socket_; }
    std::string const& peer() const { return peer_; }
    Clock::time_point since() const { return since_; }

    /// Takes what has come. False where the other side has closed, or says too much in one message.
    bool read();
    /// The next whole message. False where there is none yet.
    bool next_message(std::string& message);
    /// Sends what waits, as much as is taken now.
    void write();
    bool has_output() const;

    /// Throws: nothing.
    bool send(std::string const& message) override;
    /// What was sent still goes out; nothing more is read.
    void disconnect() override;
    bool is_ending() const;
    /// Everything has gone out and the other side has closed, or has had its time to.
    bool is_over(Clock::time_point now);

  private:
    void flush();

    int socket_;
    std::string peer_;
    Clock::time_point since_;
    FIX::Parser parser_;
    std::size_t unparsed_ = 0;
    mutable std::mutex mutex_;
    std::string output_;
    bool is_ending_ = false;
    bool is_broken_ = false;
    bool has_ended_output_ = false;
    Clock::time_point ending_since_;
};

}  // namespace fix
}  // namespace daybook
