import ArgumentParser
import EventLog

/// `completions SHELL`
struct CompletionsCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions", abstract: "Print the completion script for bash, zsh or fish.",
    discussion: """
      make install installs the scripts for all three shells. To install one by hand:
        followup completions bash > ~/.local/share/bash-completion/completions/followup
        followup completions zsh > ~/.zfunc/_followup        (a folder in $fpath before compinit runs)
        followup completions fish > ~/.config/fish/completions/followup.fish
      The shell reads names from your store as you type; a locked or damaged store gives none.
      """)

  @Argument(help: "bash, zsh or fish.") var shell: Shell
  @OptionGroup var options: GlobalOptions

  enum Shell: String, CaseIterable, ExpressibleByArgument {
    case bash, zsh, fish

    /// The parser's name for it.
    var completionShell: CompletionShell {
      switch self {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    }

    /// How it is installed by hand.
    var way: String {
      switch self {
      case .bash: "followup completions bash > ~/.local/share/bash-completion/completions/followup"
      case .zsh: "followup completions zsh > ~/.zfunc/_followup, with ~/.zfunc in $fpath before compinit runs"
      case .fish: "followup completions fish > ~/.config/fish/completions/followup.fish"
      }
    }
  }

  func run(_ session: Session) throws {
    let script = CompletionScript.text(shell.completionShell)
    switch session.format {
    case .json:
      session.printJSON([
        (name: "shell", value: JSONValue(shell.rawValue)), (name: "script", value: JSONValue(script)),
      ])
    case .text, .plain:
      session.out.text(script)
      if session.out.isTerminal { session.hint("install it: \(shell.way)") }
    }
  }
}
