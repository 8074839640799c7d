#!/usr/bin/env bash
# Draws the report of an invented search with a real browser, as a person sees it: the pictures of the README, and with a
# folder as second argument all that one should look at before a release (light, dark, paper; full, empty, one, many,
# long names). Needs chromium, pdftoppm and python3; `make pictures` installs nothing.
#
#     Tests/Peers/pictures.sh PROGRAM [FOLDER]
set -euo pipefail

program=$(realpath "${1:?usage: Tests/Peers/pictures.sh PROGRAM [FOLDER]}")
here=$(cd "$(dirname "$0")" && pwd)
pictures=$(cd "$here/../.." && pwd)/docs/pictures
all=${2:-}
now=2026-10-13T07:55:00-05:00
for tool in chromium pdftoppm python3; do
  command -v "$tool" >/dev/null || { echo "pictures: the command $tool is missing" >&2; exit 1; }
done

work=$(mktemp -d "${TMPDIR:-/tmp}/followup-pictures.XXXXXX")
trap 'rm -rf "$work"' EXIT
export XDG_STATE_HOME=$work/state XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data TZ=America/Chicago
unset FOLLOWUP_STORE
store=$work/story.db
say() { "$program" --store "$store" --now "$now" "$@" >/dev/null 2>"$work/error" </dev/null ||
  { echo "pictures: followup $*: $(cat "$work/error")" >&2; exit 1; }; }

# The same letters on every machine that has these fonts.
cat >"$work/fonts.conf" <<'XML'
<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
<include>/etc/fonts/fonts.conf</include>
<match target="pattern"><edit name="family" mode="prepend" binding="strong"><string>Liberation Sans</string></edit></match>
</fontconfig>
XML
export FONTCONFIG_FILE=$work/fonts.conf

# draw PAGE PICTURE WIDTH HEIGHT [light|dark]
draw() {
  local scheme=()
  [[ ${5:-light} == dark ]] && scheme=(--blink-settings=preferredColorScheme=0)
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor="${scale:-1}" \
    "${scheme[@]}" --window-size="$3,$4" --screenshot="$2" "file://$1" >/dev/null 2>&1
}

# shellcheck source=/dev/null
. "$here/pictures_story.sh"
say report -o "$work/story.html"

if [[ -n $all ]]; then
  mkdir -p "$all"
  cp "$work/story.html" "$all/story.html"
  for scheme in light dark; do
    draw "$work/story.html" "$all/desktop-$scheme.png" 1280 5400 "$scheme"
    # A window of a browser is at least 500 pixels wide, so the telephone is a frame in one.
    printf '<body style="margin:0"><iframe src="story.html" style="border:0;width:390px;height:7600px"></iframe>' \
      >"$work/phone.html"
    draw "$work/phone.html" "$all/phone-$scheme.png" 500 7600 "$scheme"
  done
  chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer --print-to-pdf="$work/paper.pdf" \
    "file://$work/story.html" >/dev/null 2>&1
  pdftoppm -r 60 -png "$work/paper.pdf" "$all/paper"
  for kind in empty one many long; do
    store=$work/$kind.db
    case $kind in
      empty) ;;
      one) say open "Acme GmbH" "Swift engineer" --at 2026-10-05 ;;
      many) for n in $(seq 1 40); do
          say open "Employer $n" "Position $n" --at "2026-09-$(printf %02d $((n % 28 + 1)))"
          say log call "Position $n" voicemail --at "2026-10-$(printf %02d $((n % 12 + 1)))"
        done ;;
      long)
        name=$(printf 'Überlandwerksverwaltungsgesellschaft%.0s' 1 2 3)
        say open "$name" "$(printf 'ein sehr langer Titel einer Stelle %.0s' 1 2 3 4 5)" --at 2026-10-05
        say contact add "$(printf 'Dr. 漢字の名前が長い人 %.0s' 1 2 3 4)" --company "$name" --phone 312-555-0142
        say log call "$name" voicemail --at 2026-10-06 ;;
    esac
    if [[ $kind == empty ]]; then
      (cd "$work" && "$program" --now "$now" report -o "$work/$kind.html" >/dev/null)
    else
      say report -o "$work/$kind.html"
    fi
    draw "$work/$kind.html" "$all/$kind.png" 1280 2400
    sed "s/story.html/$kind.html/" "$work/phone.html" >"$work/phone-$kind.html"
    draw "$work/phone-$kind.html" "$all/$kind-phone.png" 500 2400
  done
  exit
fi
mkdir -p "$pictures"
draw "$work/story.html" "$pictures/report-desktop.png" 1280 1960
printf '<body style="margin:0"><iframe src="story.html#lanes" style="border:0;width:390px;height:844px"></iframe>' >"$work/phone.html"
scale=2 draw "$work/phone.html" "$work/phone.png" 500 844
python3 "$here/pictures_small.py" "$work/phone.png" "$pictures/report-phone.png" 780
python3 "$here/pictures_small.py" "$pictures/report-desktop.png" "$pictures/report-desktop.png"
