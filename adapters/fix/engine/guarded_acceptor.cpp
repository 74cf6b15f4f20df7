#include "fix/engine/guarded_acceptor.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace daybook {
namespace fix {
namespace {

std::chrono::seconds const logon_patience(10);
std::chrono::seconds const time_interval(1);
int const wait_ms = 200;
int const backlog = 128;
/// Connections taken, and pieces read of one, before the others have their turn.
int const at_once_max = 64;

FIX::RuntimeError cannot_listen(AccessRules const& rules) {
    return FIX::RuntimeError("cannot listen on " + rules.host + " port " +
                             std::to_string(rules.port) + ": " + std::strerror(errno));
}

sockaddr_in6 ipv6_address(Address const& address, int port) {
    sockaddr_in6 result{};
    result.sin6_family = AF_INET6;
    result.sin6_port = htons(static_cast<std::uint16_t>(port));
    std::memcpy(&result.sin6_addr, address.data(), address.size());
    return result;
}

sockaddr_in ipv4_address(Address const& address, int port) {
    sockaddr_in result{};
    result.sin_family = AF_INET;
    result.sin_port = htons(static_cast<std::uint16_t>(port));
    std::memcpy(&result.sin_addr, address.data() + 12, 4);
    return result;
}

bool bind_to(int socket, Address const& address, int port) {
    int const yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (is_ipv4(address)) {
        auto const name = ipv4_address(address, port);
        return ::bind(socket, reinterpret_cast<sockaddr const*>(&name), sizeof name) == 0;
    }
    auto const name = ipv6_address(address, port);
    return ::bind(socket, reinterpret_cast<sockaddr const*>(&name), sizeof name) == 0;
}

Address address_of(sockaddr_storage const& name) {
    Address address = Address();
    if (name.ss_family == AF_INET6) {
        auto const& ipv6 = reinterpret_cast<sockaddr_in6 const&>(name);
        std::memcpy(address.data(), &ipv6.sin6_addr, address.size());
        return address;
    }
    auto const& ipv4 = reinterpret_cast<sockaddr_in const&>(name);
    address[10] = address[11] = 0xff;
    std::memcpy(address.data() + 12, &ipv4.sin_addr, 4);
    return address;
}

std::string text_of(Address const& address) {
    char text[INET6_ADDRSTRLEN] = "";
    bool const is_short = is_ipv4(address);
    ::inet_ntop(is_short ? AF_INET : AF_INET6, address.data() + (is_short ? 12 : 0), text,
                sizeof text);
    return text;
}

}  // namespace

GuardedAcceptor::GuardedAcceptor(FIX::Application& application, FIX::MessageStoreFactory& stores,
                                 FIX::SessionSettings const& settings, FIX::LogFactory& logs,
                                 AccessRules rules, LogonGate gate, EngineEvents& events)
    : FIX::Acceptor(application, stores, settings, logs),
      rules_(std::move(rules)),
      gate_(std::move(gate)),
      events_(events),
      refusals_(events),
      rate_(rules_.messages_per_second_max, Clock::now()) {
    for (auto const& text : rules_.networks) {
        Network network;
        if (!parse_network(text, network)) throw EngineError(text + " is no network");
        networks_.push_back(network);
    }
}

GuardedAcceptor::~GuardedAcceptor() {
    if (listener_ >= 0) ::close(listener_);
}

void GuardedAcceptor::onInitialize(FIX::SessionSettings const&) throw(FIX::RuntimeError) {
    session_ = getSession(*getSessions().begin());
    if (listener_ < 0) listen();
}

void GuardedAcceptor::listen() {
    Address address;
    if (!parse_address(rules_.host, address)) {
        throw FIX::RuntimeError(rules_.host + " is no address");
    }
    int const family = is_ipv4(address) ? AF_INET : AF_INET6;
    int const socket = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket < 0) throw cannot_listen(rules_);
    if (!bind_to(socket, address, rules_.port) || ::listen(socket, backlog) != 0) {
        auto const error = cannot_listen(rules_);
        ::close(socket);
        throw error;
    }
    listener_ = socket;
}

template <class Act>
void GuardedAcceptor::guarded(Act act) {
    try {
        act();
        return;
    } catch (std::exception const& error) {
        events_.on_event(std::string("the session is disconnected: ") + error.what());
    }
    try {
        session_->disconnect();
    } catch (std::exception const& error) {
        events_.on_event(std::string("the session could not be disconnected: ") + error.what());
    }
}

void GuardedAcceptor::onStart() {
    while (!isStopped()) {
        wait();
        accept_all();
        read_waiting();
        read_session();
        keep_time();
        forget_ended();
    }
    guarded([this] { session_->disconnect(); });
    logged_on_.reset();
    waiting_.clear();
    ending_.clear();
    ::close(listener_);
    listener_ = -1;
}

void GuardedAcceptor::wait() {
    std::vector<pollfd> all{{listener_rests_ ? -1 : listener_, POLLIN, 0}};
    listener_rests_ = false;
    auto const add = [&](Connection const& connection) {
        short const writes = connection->has_output() ? POLLOUT : 0;
        all.push_back({connection->socket(), static_cast<short>(POLLIN | writes), 0});
    };
    for (auto const& connection : waiting_) add(connection);
    for (auto const& connection : ending_) add(connection);
    if (logged_on_) add(logged_on_);
    ::poll(all.data(), all.size(), wait_ms);
}

void GuardedAcceptor::accept_all() {
    for (int i = 0; i < at_once_max; ++i) {
        sockaddr_storage name{};
        socklen_t size = sizeof name;
        auto* const any = reinterpret_cast<sockaddr*>(&name);
        int const socket = ::accept4(listener_, any, &size, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (socket >= 0) {
            accept_one(socket, address_of(name));
        } else if (errno != ECONNABORTED && errno != EINTR) {
            listener_rests_ = errno != EAGAIN;
            return;
        }
    }
}

void GuardedAcceptor::accept_one(int socket, Address const& address) {
    auto const now = Clock::now();
    int const yes = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    ::setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &yes, sizeof yes);
    Connection connection(new AcceptedConnection(socket, text_of(address), now));
    auto const is_in = [&](Network const& network) { return contains(network, address); };
    if (!networks_.empty() && std::none_of(networks_.begin(), networks_.end(), is_in)) {
        return refusals_.tell(connection->peer(), "its network is not in AllowedNetworks", now);
    }
    while (waiting_.size() + ending_.size() + 1 >=
           static_cast<std::size_t>(rules_.connections_max)) {
        auto& crowded = waiting_.empty() ? ending_ : waiting_;
        if (crowded.empty()) break;
        refusals_.tell(crowded.front()->peer(), "there are too many connections", now);
        crowded.pop_front();
    }
    waiting_.push_back(std::move(connection));
}

void GuardedAcceptor::read_waiting() {
    auto const now = Clock::now();
    for (auto at = waiting_.begin(); at != waiting_.end();) {
        bool const stays = admit(*at);
        if (stays && now - (*at)->since() > logon_patience) {
            refusals_.tell((*at)->peer(), "it did not log on in time", now);
        } else if (stays) {
            ++at;
            continue;
        }
        at = waiting_.erase(at);
    }
}

bool GuardedAcceptor::admit(Connection& connection) {
    auto const now = Clock::now();
    if (!connection->read()) return false;
    std::string message;
    if (!connection->next_message(message)) return true;
    auto refusal = gate_.refuse(message);
    if (refusal.empty() && logged_on_) refusal = "its session is logged on by another connection";
    if (!refusal.empty()) {
        refusals_.tell(connection->peer(), refusal, now);
        return false;
    }
    events_.on_event("logon from " + connection->peer());
    logged_on_ = std::move(connection);
    guarded([&] {
        session_->setResponder(logged_on_.get());
        session_->next(message, FIX::UtcTimeStamp());
    });
    return false;
}

void GuardedAcceptor::read_session() {
    if (logged_on_) give_messages();
    for (int i = 0; logged_on_ && i < at_once_max; ++i) {
        char next = 0;
        if (::recv(logged_on_->socket(), &next, 1, MSG_PEEK | MSG_DONTWAIT) < 0) break;
        if (!logged_on_->read() && !logged_on_->is_ending()) {
            end_session("a message is longer than a mebibyte");
        }
        give_messages();
    }
    if (!logged_on_) return;
    logged_on_->write();
    if (!logged_on_->is_ending()) return;
    guarded([this] { session_->disconnect(); });
    ending_.push_back(std::move(logged_on_));
}

void GuardedAcceptor::give_messages() {
    std::string message;
    while (!logged_on_->is_ending() && logged_on_->next_message(message)) {
        if (!rate_.take(Clock::now())) {
            return end_session("more than " + std::to_string(rules_.messages_per_second_max) +
                               " messages a second");
        }
        guarded([&] {
            try {
                session_->next(message, FIX::UtcTimeStamp());
            } catch (FIX::InvalidMessage const&) {
                // Garbled: it is asked for again, as the standard wants.
                if (!session_->isLoggedOn()) throw;
            }
        });
    }
}

void GuardedAcceptor::end_session(std::string const& reason) {
    refusals_.tell(logged_on_->peer(), reason, Clock::now());
    guarded([&] {
        session_->logout(reason);
        session_->next();
        session_->disconnect();
    });
    session_->logon();
}

void GuardedAcceptor::keep_time() {
    auto const now = Clock::now();
    bool const is_stopping = !session_->isEnabled();
    if (!is_stopping && now - timed_at_ < time_interval) return;
    timed_at_ = now;
    guarded([this] { session_->next(); });
}

void GuardedAcceptor::forget_ended() {
    auto const now = Clock::now();
    for (auto& connection : ending_) {
        connection->write();
        static_cast<void>(connection->read());
    }
    auto const is_over = [&](Connection const& connection) { return connection->is_over(now); };
    ending_.erase(std::remove_if(ending_.begin(), ending_.end(), is_over), ending_.end());
}

}  // namespace fix
}  // namespace daybook
