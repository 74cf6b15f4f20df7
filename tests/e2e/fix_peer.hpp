#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace daybook::e2e {

/// The other side of a FIX connection that keeps no rules: it sends what it is told to.
class FixPeer {
  public:
    /// Connects to a port of the loopback. Throws: std::runtime_error.
    explicit FixPeer(int port);
    /// Takes over a socket.
    struct Accepted {
        int socket;
    };
    explicit FixPeer(Accepted accepted) : socket_{accepted.socket} {}
    ~FixPeer();
    FixPeer(FixPeer&& other) noexcept;
    FixPeer(FixPeer const&) = delete;
    FixPeer& operator=(FixPeer const&) = delete;

    /// A message of VENUE to DESK as it goes over the wire; `body` has `|` for the separator.
    [[nodiscard]] static std::string message(std::string const& type, int number,
                                             std::string body = "");
    /// False where the other side has closed.
    bool send(std::string_view bytes) const;
    /// What came by the time it holds `words`, or when the other side closes or says nothing for a
    /// minute, or for so long.
    std::string read_until(std::string const& words, std::optional<int> wait_ms = std::nullopt);
    /// What comes until the other side closes.
    std::string read_rest() { return read_until("\n no message holds this"); }

  private:
    int socket_ = -1;
    std::string received_;
};

/// A port of the loopback that is listened on.
class FixListener {
  public:
    explicit FixListener(int port);
    ~FixListener();
    FixListener(FixListener const&) = delete;
    FixListener& operator=(FixListener const&) = delete;

    /// Throws: std::runtime_error after a minute without a connection.
    [[nodiscard]] FixPeer accept() const;

  private:
    int socket_ = -1;
};

}  // namespace daybook::e2e
