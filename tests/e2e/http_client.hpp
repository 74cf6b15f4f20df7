#pragma once

#include <string>

namespace daybook::e2e {

struct HttpAnswer {
    int status = 0;
    std::string body;
};

/// One keep-alive connection to a worker on this machine. Blocking.
/// Throws: std::runtime_error when the connection cannot be made or breaks.
class HttpClient {
  public:
    explicit HttpClient(int port);
    ~HttpClient();
    HttpClient(HttpClient&& other) noexcept;
    HttpClient(HttpClient const&) = delete;
    HttpClient& operator=(HttpClient const&) = delete;

    HttpAnswer get(std::string const& target);
    HttpAnswer post(std::string const& target, std::string const& json);

  private:
    HttpAnswer exchange(std::string const& request);
    void fill();

    int socket_ = -1;
    std::string received_;
};

/// The port in a worker's line `http listening address=... port=...`.
int port_of(std::string const& line);

}  // namespace daybook::e2e
