internal import CKernels

/// The cores this process may run on: what the scheduler allows, which on a cluster is fewer than the machine has.
public func coreCount() -> Int { Int(ck_core_count()) }
