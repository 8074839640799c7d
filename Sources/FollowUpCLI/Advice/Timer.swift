import ArgumentParser
import EventStorage

/// What starts a daily `next --check`, as a snippet to be put in place by hand.
enum Timer: String, ExpressibleByArgument, CaseIterable {
  case systemd, cron, launchd

  /// The lines of the snippet: at 7:45 from Monday to Friday, before the first window for calls opens.
  ///
  /// - Parameters:
  ///   - program: the program's own path.
  ///   - store: the store's path, where it was named: a timer knows neither the shell's variables nor its folder.
  func snippet(program: String, store: String?) -> [String] {
    let next = "\(Self.quoted(program)) next" + (store.map { " --store \(Self.quoted($0))" } ?? "")
    switch self {
    case .cron:
      // Cron sends what is printed by mail; a percent sign would end the command.
      return [
        "# crontab -e; whatever is due arrives as mail",
        "45 7 * * 1-5 "
          + "\(next) --check || \(next)".replacing("%", with: "\\%"),
      ]
    case .systemd:
      let shell = "\(next) --check || notify-send Followup \"$(\(next) 2>&1)\""
      return [
        "# ~/.config/systemd/user/followup-next.service", "[Unit]", "Description=What is due for your applications",
        "", "[Service]", "Type=oneshot", "ExecStart=/bin/sh -c \(Self.unitQuoted(shell))", "",
        "# ~/.config/systemd/user/followup-next.timer", "[Unit]", "Description=Ask each morning what is due", "",
        "[Timer]", "OnCalendar=Mon..Fri 07:45", "Persistent=true", "", "[Install]", "WantedBy=timers.target", "",
        "# then: systemctl --user daemon-reload && systemctl --user enable --now followup-next.timer",
      ]
    case .launchd:
      let notification = "display notification \"followup next says what is due\" with title \"Followup\""
      let shell = "\(next) --check || osascript -e \(Self.quoted(notification))"
      let days = (1...5).map { day in
        "    <dict><key>Weekday</key><integer>\(day)</integer><key>Hour</key><integer>7</integer>"
          + "<key>Minute</key><integer>45</integer></dict>"
      }
      return [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
        "<!-- ~/Library/LaunchAgents/followup.next.plist; then: launchctl load that file -->",
        "<plist version=\"1.0\">", "<dict>", "  <key>Label</key><string>followup.next</string>",
        "  <key>ProgramArguments</key>", "  <array>", "    <string>/bin/sh</string><string>-c</string>",
        "    <string>\(Self.xml(shell))</string>", "  </array>", "  <key>StartCalendarInterval</key>", "  <array>",
      ] + days + ["  </array>", "</dict>", "</plist>"]
    }
  }

  /// A word of a shell command, whatever stands in it.
  private static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
        || "/._-+@:,".utf8.contains(byte)
    }
    return isPlain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }

  /// A word of a systemd unit: in it `%` and `$` have a meaning of their own.
  private static func unitQuoted(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("%", with: "%%")
      .replacing("$", with: "$$")
    return "\"\(escaped)\""
  }

  private static func xml(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}

extension String {
  /// The path from the root of the file system.
  var absolute: String { hasPrefix("/") ? self : "\(Platform.realPath(".") ?? ".")/\(self)" }
}
