import FollowUpCLI

/// The executable `followup`; everything it does is in FollowUpCLI.
@main
enum Followup {
  static func main() { Program.main() }
}
