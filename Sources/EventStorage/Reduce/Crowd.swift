/// The survivors of a register that has many, by their branches, of which each has one.
struct Crowd {
  /// For each branch the number of the survivor.
  private var ofBranch: [Int32: Int32] = [:]

  var survivors: Dictionary<Int32, Int32>.Values { ofBranch.values }

  /// - Returns: false when there was one of that branch.
  mutating func add(_ survivor: Int32, branch: Int32) -> Bool { ofBranch.updateValue(survivor, forKey: branch) == nil }

  /// Takes out those that lie in a past: whichever is less is gone through, what the past knows or what is there.
  ///
  /// - Parameter seq: the seq of a survivor.
  /// - Returns: those that were taken out.
  mutating func remove(reachedBy past: VersionVector.View, seq: (_ survivor: Int32) -> Int64) -> [Int32] {
    var reached: [(branch: Int32, survivor: Int32)] = []
    if past.countMax < ofBranch.count {
      past.visit { branch, last in
        if let survivor = ofBranch[Int32(branch)], seq(survivor) <= last { reached.append((Int32(branch), survivor)) }
      }
    } else {
      for (branch, survivor) in ofBranch where past[Int(branch)] >= seq(survivor) { reached.append((branch, survivor)) }
    }
    for (branch, _) in reached { ofBranch[branch] = nil }
    return reached.map(\.survivor)
  }
}
