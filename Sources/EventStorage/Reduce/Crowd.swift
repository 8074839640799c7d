/// The survivors of a register that has many, by their chains, of which each has one.
struct Crowd {
  /// For each chain the number of the survivor.
  private var ofChain: [Int32: Int32] = [:]

  var survivors: Dictionary<Int32, Int32>.Values { ofChain.values }

  /// - Returns: false when there was one of that chain.
  mutating func add(_ survivor: Int32, chain: Int32) -> Bool { ofChain.updateValue(survivor, forKey: chain) == nil }

  /// Takes out those that lie in a past: whichever is less is gone through, what the past knows or what is there.
  ///
  /// - Parameter seq: the seq of a survivor.
  /// - Returns: those that were taken out.
  mutating func remove(reachedBy past: Past.View, seq: (_ survivor: Int32) -> Int64) -> [Int32] {
    var reached: [(chain: Int32, survivor: Int32)] = []
    if past.countMax < ofChain.count {
      past.visit { chain, last in
        if let survivor = ofChain[Int32(chain)], seq(survivor) <= last { reached.append((Int32(chain), survivor)) }
      }
    } else {
      for (chain, survivor) in ofChain where past[Int(chain)] >= seq(survivor) { reached.append((chain, survivor)) }
    }
    for (chain, _) in reached { ofChain[chain] = nil }
    return reached.map(\.survivor)
  }
}
