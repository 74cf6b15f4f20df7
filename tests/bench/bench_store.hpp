#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "bench/bench_server.hpp"
#include "ports/outbound/storage.hpp"

namespace daybook::bench {

/// An empty book of the newest schema that goes away with the object.
class BenchStore {
  public:
    virtual ~BenchStore() = default;
    [[nodiscard]] virtual ports::Storage& storage() = 0;

    /// `kind`: memory, sqlite or postgres. Throws: std::runtime_error.
    [[nodiscard]] static std::unique_ptr<BenchStore> make(std::string_view kind);
};

/// A book of its own database on a server. Threads: one at a time.
class PostgresBenchStore final : public BenchStore {
  public:
    explicit PostgresBenchStore(BenchServer& server);
    ~PostgresBenchStore() override;
    PostgresBenchStore(PostgresBenchStore const&) = delete;
    PostgresBenchStore& operator=(PostgresBenchStore const&) = delete;

    ports::Storage& storage() override { return *storage_; }
    [[nodiscard]] std::string url() const { return server_.url(database_); }

  private:
    BenchServer& server_;
    std::string database_;
    std::unique_ptr<ports::Storage> storage_;
};

}  // namespace daybook::bench
