#include "bench/allocation_counter.hpp"

#include <cstdlib>
#include <new>

namespace {

thread_local daybook::bench::Allocations so_far;

void* allocate(std::size_t size) {
    ++so_far.count;
    so_far.bytes += size;
    void* const memory = std::malloc(size == 0 ? 1 : size);
    if (memory == nullptr) throw std::bad_alloc{};
    return memory;
}

}  // namespace

namespace daybook::bench {

Allocations allocations_so_far() { return so_far; }

}  // namespace daybook::bench

// Of this program alone. Over-aligned memory, of which there is next to none, is not counted.
void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
