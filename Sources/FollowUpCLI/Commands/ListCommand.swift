import ArgumentParser
import FollowUp

/// `list`
struct ListCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the applications.",
    discussion: "The last touched come first. --json lists closed ones too, with their stage.")

  @Flag(help: "Closed and retracted ones too.") var all = false
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    let listing = try ApplicationListing.read(session, asOf) ?? ApplicationListing(rows: [])
    listing.print(session, showingAll: all)
  }
}
