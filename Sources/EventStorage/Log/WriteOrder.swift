import EventLog

/// What decides between concurrent assignments: the last writer wins (FORMAT 3).
struct WriteOrder: Comparable {
  let hlc: HybridTimestamp
  let device: DeviceID
  let hash: EventHash

  static func < (left: WriteOrder, right: WriteOrder) -> Bool {
    (left.hlc, left.device, left.hash) < (right.hlc, right.device, right.hash)
  }
}
