/// Whether all is well.
extension JobSearch {
  /// What is wrong with the store, where it lies, its log, its folders and its settings, and the command of the program that
  /// mends it. Nothing is written. It reads the whole database, so it takes longer the more there is.
  ///
  /// - Throws: `StoreError` when the store cannot be looked at.
  public func doctor() throws -> [Diagnostic] {
    let environment = environment
    var doctor = Doctor(
      DoctorContext(
        path: store.path, environment: environment.store, zones: { environment.zones }, now: { try self.now($0) },
        machineZone: { environment.zone.name }))
    try doctor.examine()
    return doctor.diagnostics
  }

  /// What is wrong with the store; see the twin that blocks.
  ///
  /// - Throws: `StoreError` when the store cannot be looked at; `CancellationError`.
  public func doctor() async throws -> [Diagnostic] { try await away { try self.doctor() } }
}
