#!/bin/bash

__followup_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__followup_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__followup_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__followup_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_followup() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    local -a repeating_options=()
    local -a non_repeating_options=(--store --now)
    __followup_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    open|log|contact|silence|setting|next|agenda|script|why|compare|playbook|who|employer|list|search|show|history|report|edit|close|reopen|snooze|retract|undo|conflicts|sync|merge|import|export|status|device|backup|restore|verify|doctor|rebuild|demo|help|completions)
        # Offer subcommand argument completions
        "_followup_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'open log contact silence setting next agenda script why compare playbook who employer list search show history report edit close reopen snooze retract undo conflicts sync merge import export status device backup restore verify doctor rebuild demo help completions' -- "${cur}"))
        ;;
    esac
}

_followup_open() {
    repeating_flags=()
    non_repeating_flags=(--lead --edit -e --store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--at --url --source --location --note --store --now)
    __followup_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--at')
        __followup_add_completions -W 'today'$'\n''yesterday'$'\n''now'$'\n''monday'$'\n''tuesday'$'\n''wednesday'$'\n''thursday'$'\n''friday'$'\n''saturday'$'\n''sunday'
        return
        ;;
    '--url')
        return
        ;;
    '--source')
        return
        ;;
    '--location')
        return
        ;;
    '--note')
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -W "$(__followup_custom_complete ---completion open -- positional@0 "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_followup_log() {
    repeating_flags=()
    non_repeating_flags=(--ahead --edit -e --store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=(--set)
    non_repeating_options=(--at --by --note --contact --store --now)
    __followup_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--at')
        __followup_add_completions -W 'today'$'\n''yesterday'$'\n''now'$'\n''monday'$'\n''tuesday'$'\n''wednesday'$'\n''thursday'$'\n''friday'$'\n''saturday'$'\n''sunday'
        return
        ;;
    '--by')
        __followup_add_completions -W 'today'$'\n''tomorrow'$'\n''+3bd'$'\n''monday'$'\n''tuesday'$'\n''wednesday'$'\n''thursday'$'\n''friday'$'\n''saturday'$'\n''sunday'
        return
        ;;
    '--note')
        return
        ;;
    '--contact')
        __followup_add_completions -W "$(__followup_custom_complete ---completion log -- --contact "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    '--set')
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -W 'interview'$'\n''next-steps'$'\n''promise'$'\n''permission'$'\n''thank-you'$'\n''email'$'\n''call'$'\n''message'$'\n''letter'$'\n''reply'$'\n''insider-ask'$'\n''intel'$'\n''feedback'$'\n''silence'$'\n''note'
        return
        ;;
    2)
        __followup_add_completions -W "$(__followup_custom_complete ---completion log -- positional@1 "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    *)
        __followup_add_completions -W "$(__followup_custom_complete ---completion log -- positional@2 "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_followup_contact() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __followup_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    add|list|show|edit)
        # Offer subcommand argument completions
        "_followup_contact_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'add list show edit' -- "${cur}"))
        ;;
    esac
}

_followup_contact_add() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=(--set)
    non_repeating_options=(--app --role --title --company --phone --email --note --store --now)
    __followup_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--app')
        __followup_add_completions -W "$(__followup_custom_complete ---completion contact add -- --app "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    '--role')
        __followup_add_completions -W 'recruiter'$'\n''hr'$'\n''hiring_manager'$'\n''interviewer'$'\n''insider'$'\n''other'
        return
        ;;
    '--title')
        return
        ;;
    '--company')
        __followup_add_completions -W "$(__followup_custom_complete ---completion contact add -- --company "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    '--phone')
        return
        ;;
    '--email')
        return
        ;;
    '--note')
        return
        ;;
    '--set')
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac
}

_followup_contact_list() {
    repeating_flags=()
    non_repeating_flags=(--all --store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --now)
    __followup_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac
}

_followup_contact_show() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --now)
    __followup_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -W "$(__followup_custom_complete ---completion contact show -- positional@0 "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_followup_contact_edit() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --now)
    __followup_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -W "$(__followup_custom_complete ---completion contact edit -- positional@0 "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_followup_silence() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--note --at --store --now)
    __followup_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--note')
        return
        ;;
    '--at')
        __followup_add_completions -W 'today'$'\n''yesterday'$'\n''now'$'\n''monday'$'\n''tuesday'$'\n''wednesday'$'\n''thursday'$'\n''friday'$'\n''saturday'$'\n''sunday'
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -W "$(__followup_custom_complete ---completion silence -- positional@0 "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    *)
        __followup_add_completions -W 'stalling'$'\n''avoiding-no'$'\n''unprofessional'$'\n''interviewer-left'$'\n''swamped'$'\n''screening'$'\n''reorganised'
        return
        ;;
    esac
}

_followup_setting() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--from --years --store --now)
    __followup_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--from')
        __followup_add_completions -f
        return
        ;;
    '--years')
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -W 'tz'$'\n''my_name'$'\n''my_phone'$'\n''my_email'$'\n''playbook'$'\n''working_week'$'\n''holidays'$'\n''prove_backups_days'
        return
        ;;
    esac
}

_followup_next() {
    repeating_flags=()
    non_repeating_flags=(--check --store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--timer --store --now)
    __followup_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--timer')
        __followup_add_completions -W 'systemd'$'\n''cron'$'\n''launchd'
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac
}

_followup_agenda() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--days --store --now)
    __followup_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--days')
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac
}

_followup_script() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--kind --to --template --template-for --store --now)
    __followup_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--kind')
        __followup_add_completions -W 'switchboard'$'\n''direct-line'$'\n''voicemail'$'\n''email'$'\n''insider'$'\n''thank-you'$'\n''filled'$'\n''pending'$'\n''postponed'$'\n''callback-promised'
        return
        ;;
    '--to')
        __followup_add_completions -W "$(__followup_custom_complete ---completion script -- --to "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    '--template')
        __followup_add_completions -f
        return
        ;;
    '--template-for')
        __followup_add_completions -W 'switchboard'$'\n''direct-line'$'\n''voicemail'$'\n''email'$'\n''insider'$'\n''thank-you'$'\n''filled'$'\n''pending'$'\n''postponed'$'\n''callback-promised'
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -W "$(__followup_custom_complete ---completion script -- positional@0 "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_followup_why() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --now)
    __followup_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -W "$(__followup_custom_complete ---completion why -- positional@0 "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_followup_compare() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=(--playbook)
    non_repeating_options=(--store --now)
    __followup_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--playbook')
        __followup_add_completions -W "$(__followup_custom_complete ---completion compare -- --playbook "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -W "$(__followup_custom_complete ---completion compare -- positional@0 "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_followup_playbook() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __followup_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|show|use|copy|check|add)
        # Offer subcommand argument completions
        "_followup_playbook_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list show use copy check add' -- "${cur}"))
        ;;
    esac
}

_followup_playbook_list() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --now)
    __followup_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac
}

_followup_playbook_show() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --now)
    __followup_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -W "$(__followup_custom_complete ---completion playbook show -- positional@0 "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_followup_playbook_use() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--app --store --now)
    __followup_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--app')
        __followup_add_completions -W "$(__followup_custom_complete ---completion playbook use -- --app "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -W "$(__followup_custom_complete ---completion playbook use -- positional@0 "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_followup_playbook_copy() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(-o --output --store --now)
    __followup_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '-o'|'--output')
        __followup_add_completions -f
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -W "$(__followup_custom_complete ---completion playbook copy -- positional@0 "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_followup_playbook_check() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --now)
    __followup_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -f
        return
        ;;
    esac
}

_followup_playbook_add() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --now)
    __followup_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -f
        return
        ;;
    esac
}

_followup_who() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --now)
    __followup_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __followup_add_completions -W "$(__followup_custom_complete ---completion who -- positional@0 "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_followup_employer() {
    repeating_flags=()
    non_repeating_flags=(--edit -e --store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--note --at --store --now)
    __followup_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--note')
        return
        ;;
    '--at')
        __followup_add_completions -W 'today'$'\n''yesterday'$'\n''now'$'\n''monday'$'\n''tuesday'$'\n''wednesday'$'\n''thursday'$'\n''friday'$'\n''saturday'$'\n''sunday'
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __followup_add_completions -W "$(__followup_custom_complete ---completion employer -- positional@0 "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_followup_list() {
    repeating_flags=()
    non_repeating_flags=(--all --due --reverse --store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=(--stage)
    non_repeating_options=(--silent-for --company --playbook --device --sort --as-of --store --now)
    __followup_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--stage')
        __followup_add_completions -W 'lead'$'\n''applied'$'\n''interview-ahead'$'\n''interviewed'$'\n''promised'$'\n''overdue'$'\n''offer'$'\n''rejected'$'\n''filled'$'\n''closed'
        return
        ;;
    '--silent-for')
        return
        ;;
    '--company')
        __followup_add_completions -W "$(__followup_custom_complete ---completion list -- --company "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    '--playbook')
        __followup_add_completions -W "$(__followup_custom_complete ---completion list -- --playbook "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    '--device')
        __followup_add_completions -W "$(__followup_custom_complete ---completion list -- --device "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    '--sort')
        __followup_add_completions -W 'touched'$'\n''company'$'\n''stage'$'\n''due'$'\n''silent'$'\n''applied'
        return
        ;;
    '--as-of')
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac
}

_followup_search() {
    repeating_flags=()
    non_repeating_flags=(--all --store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--app --kind --limit --as-of --store --now)
    __followup_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--app')
        __followup_add_completions -W "$(__followup_custom_complete ---completion search -- --app "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    '--kind')
        __followup_add_completions -W 'application'$'\n''contact'$'\n''interview'$'\n''next-steps'$'\n''promise'$'\n''permission'$'\n''thank-you'$'\n''email'$'\n''call'$'\n''message'$'\n''letter'$'\n''reply'$'\n''insider-ask'$'\n''intel'$'\n''feedback'$'\n''silence'$'\n''employer-note'$'\n''note'$'\n''device'$'\n''setting'$'\n''playbook'$'\n''import-map'
        return
        ;;
    '--limit')
        return
        ;;
    '--as-of')
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac
}

_followup_show() {
    repeating_flags=()
    non_repeating_flags=(--timeline --store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--as-of --store --now)
    __followup_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--as-of')
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -W "$(__followup_custom_complete ---completion show -- positional@0 "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_followup_history() {
    repeating_flags=()
    non_repeating_flags=(--only --store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --now)
    __followup_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -W "$(__followup_custom_complete ---completion history -- positional@0 "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_followup_report() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(-o --output --store --now)
    __followup_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-o'|'--output')
        __followup_add_completions -f
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac
}

_followup_edit() {
    repeating_flags=()
    non_repeating_flags=(--allow-unknown --store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --now)
    __followup_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -W "$(__followup_custom_complete ---completion edit -- positional@0 "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_followup_close() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--reason --at --store --now)
    __followup_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--reason')
        return
        ;;
    '--at')
        __followup_add_completions -W 'today'$'\n''yesterday'$'\n''now'$'\n''monday'$'\n''tuesday'$'\n''wednesday'$'\n''thursday'$'\n''friday'$'\n''saturday'$'\n''sunday'
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -W "$(__followup_custom_complete ---completion close -- positional@0 "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_followup_reopen() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --now)
    __followup_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -W "$(__followup_custom_complete ---completion reopen -- positional@0 "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_followup_snooze() {
    repeating_flags=()
    non_repeating_flags=(--end --store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--reason --store --now)
    __followup_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--reason')
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -W "$(__followup_custom_complete ---completion snooze -- positional@0 "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_followup_retract() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --now)
    __followup_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -W "$(__followup_custom_complete ---completion retract -- positional@0 "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_followup_undo() {
    repeating_flags=()
    non_repeating_flags=(--list --store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--step --store --now)
    __followup_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--step')
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac
}

_followup_conflicts() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __followup_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|settle)
        # Offer subcommand argument completions
        "_followup_conflicts_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list settle' -- "${cur}"))
        ;;
    esac
}

_followup_conflicts_list() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --now)
    __followup_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac
}

_followup_conflicts_settle() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--take --value --store --now)
    __followup_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--take')
        return
        ;;
    '--value')
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -W "$(__followup_custom_complete ---completion conflicts settle -- positional@0 "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    2)
        __followup_add_completions -W "$(__followup_custom_complete ---completion conflicts settle -- positional@1 "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_followup_sync() {
    repeating_flags=()
    non_repeating_flags=(--dry-run --refill --store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --now)
    __followup_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -d
        return
        ;;
    esac
}

_followup_merge() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --now)
    __followup_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __followup_add_completions -f
        return
        ;;
    esac
}

_followup_import() {
    repeating_flags=()
    non_repeating_flags=(--maps --dry-run --yes --store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=(--map)
    non_repeating_options=(--format --save-map --dates --application --store --now)
    __followup_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--format')
        __followup_add_completions -W 'csv'$'\n''ics'
        return
        ;;
    '--map')
        return
        ;;
    '--save-map')
        return
        ;;
    '--dates')
        __followup_add_completions -W 'ymd'$'\n''mdy'$'\n''dmy'
        return
        ;;
    '--application')
        __followup_add_completions -W "$(__followup_custom_complete ---completion import -- --application "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __followup_add_completions -f
        return
        ;;
    esac
}

_followup_export() {
    repeating_flags=()
    non_repeating_flags=(--html --bom --store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--format --what --from --to -o --output --as-of --store --now)
    __followup_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--format')
        __followup_add_completions -W 'log'$'\n''state'$'\n''csv'$'\n''json'$'\n''ics'$'\n''proof'
        return
        ;;
    '--what')
        __followup_add_completions -W 'applications'$'\n''timeline'$'\n''contacts'
        return
        ;;
    '--from')
        __followup_add_completions -W 'today'$'\n''yesterday'$'\n''now'$'\n''monday'$'\n''tuesday'$'\n''wednesday'$'\n''thursday'$'\n''friday'$'\n''saturday'$'\n''sunday'
        return
        ;;
    '--to')
        __followup_add_completions -W 'today'$'\n''yesterday'$'\n''now'$'\n''monday'$'\n''tuesday'$'\n''wednesday'$'\n''thursday'$'\n''friday'$'\n''saturday'$'\n''sunday'
        return
        ;;
    '-o'|'--output')
        __followup_add_completions -f
        return
        ;;
    '--as-of')
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac
}

_followup_status() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --now)
    __followup_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac
}

_followup_device() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--of --store --now)
    __followup_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--of')
        __followup_add_completions -W "$(__followup_custom_complete ---completion device -- --of "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac
}

_followup_backup() {
    repeating_flags=()
    non_repeating_flags=(--dry-run --drill --store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--keep-last --keep-daily --keep-weekly --keep-monthly --keep-yearly --timer --store --now)
    __followup_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--keep-last')
        return
        ;;
    '--keep-daily')
        return
        ;;
    '--keep-weekly')
        return
        ;;
    '--keep-monthly')
        return
        ;;
    '--keep-yearly')
        return
        ;;
    '--timer')
        __followup_add_completions -W 'systemd'$'\n''cron'$'\n''launchd'
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -d
        return
        ;;
    esac
}

_followup_restore() {
    repeating_flags=()
    non_repeating_flags=(--dry-run --partial --store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --now)
    __followup_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -f
        return
        ;;
    esac
}

_followup_verify() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --now)
    __followup_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -f
        return
        ;;
    esac
}

_followup_doctor() {
    repeating_flags=()
    non_repeating_flags=(--mend --dry-run --yes --store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--salvage --adopt --store --now)
    __followup_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--salvage')
        __followup_add_completions -f
        return
        ;;
    '--adopt')
        __followup_add_completions -W "$(__followup_custom_complete ---completion doctor -- --adopt "${COMP_CWORD}" "$(__followup_cursor_index_in_current_word)")"
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac
}

_followup_rebuild() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --now)
    __followup_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac
}

_followup_demo() {
    repeating_flags=()
    non_repeating_flags=(--no-pause --store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--keep --store --now)
    __followup_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--keep')
        __followup_add_completions -d
        return
        ;;
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac
}

_followup_help() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --now)
    __followup_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __followup_add_completions -W 'open'$'\n''log'$'\n''contact'$'\n''silence'$'\n''setting'$'\n''next'$'\n''agenda'$'\n''script'$'\n''why'$'\n''compare'$'\n''playbook'$'\n''who'$'\n''employer'$'\n''list'$'\n''search'$'\n''show'$'\n''history'$'\n''report'$'\n''edit'$'\n''close'$'\n''reopen'$'\n''snooze'$'\n''retract'$'\n''undo'$'\n''conflicts'$'\n''sync'$'\n''merge'$'\n''import'$'\n''export'$'\n''status'$'\n''device'$'\n''backup'$'\n''restore'$'\n''verify'$'\n''doctor'$'\n''rebuild'$'\n''demo'$'\n''help'$'\n''completions'$'\n''dates'$'\n''names'$'\n''playbooks'$'\n''sync'$'\n''files'$'\n''scripting'
        return
        ;;
    esac
}

_followup_completions() {
    repeating_flags=()
    non_repeating_flags=(--store-anyway --json --plain --no-input --quiet -q --no-pager --version -h --help)
    repeating_options=()
    non_repeating_options=(--store --now)
    __followup_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--store')
        __followup_add_completions -f
        return
        ;;
    '--now')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __followup_add_completions -W 'bash'$'\n''zsh'$'\n''fish'
        return
        ;;
    esac
}


complete -o filenames -F _followup followup
