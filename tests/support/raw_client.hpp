#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace daybook::support {

/// A client that sends what it is told, byte by byte. Waits for answers at most a minute.
class RawClient {
  public:
    /// Connects to the loopback address. `receive_bytes` bounds what it takes without reading.
    explicit RawClient(std::uint16_t port, std::optional<int> receive_bytes = std::nullopt);
    /// Connects to a Unix socket.
    explicit RawClient(std::string const& path);
    ~RawClient();
    RawClient(RawClient const&) = delete;
    RawClient& operator=(RawClient const&) = delete;

    /// Returns false when the server has closed the connection.
    bool send(std::string_view bytes);
    /// Says that no more will be sent.
    void end_sending();
    void close();
    /// Closes so that the server is told at once that nothing is taken any more.
    void reset();

    /// Reads one answer with a Content-Length, or none for HEAD; empty at the end.
    [[nodiscard]] std::string read_answer(bool has_body = true);
    /// Reads until the text so far ends in `end`, or the connection does.
    [[nodiscard]] std::string read_until(std::string_view end);
    /// Reads what is left; returns when the server has closed.
    [[nodiscard]] std::string read_rest();

  private:
    void connect(void const* address, std::size_t size);
    bool receive();

    int socket_ = -1;
    std::string input_;
};

/// Makes the file of a Unix socket on which nobody listens any more.
void leave_stale_socket(std::string const& path);

/// A request with the headers that the server needs.
[[nodiscard]] std::string get_text(std::string_view target, std::string_view headers = {});
[[nodiscard]] std::string post_text(std::string_view target, std::string_view body,
                                    std::string_view headers = {});
/// The status of an answer; 0 for none.
[[nodiscard]] int status_in(std::string_view answer);
/// What stands behind the header of an answer.
[[nodiscard]] std::string_view body_in(std::string_view answer);

}  // namespace daybook::support
