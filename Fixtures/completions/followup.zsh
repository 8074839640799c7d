#compdef followup

__followup_complete() {
    local -ar non_empty_completions=("${@:#(|:*)}")
    local -ar empty_completions=("${(M)@:#(|:*)}")
    _describe -V '' non_empty_completions -- empty_completions -P $'\'\''
}

__followup_custom_complete() {
    local -a completions
    completions=("${(@f)"$("${command_name}" "${@}" "${command_line[@]}")"}")
    if [[ "${#completions[@]}" -gt 1 ]]; then
        __followup_complete "${completions[@]:0:-1}"
    fi
}

__followup_cursor_index_in_current_word() {
    if [[ -z "${QIPREFIX}${IPREFIX}${PREFIX}" ]]; then
        printf 0
    else
        printf %s "${#${(z)LBUFFER}[-1]}"
    fi
}

_followup() {
    emulate -RL zsh -G
    setopt extendedglob nullglob numericglobsort
    unsetopt aliases banghist

    local -xr SAP_SHELL=zsh
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(builtin emulate zsh -c 'printf %s "${ZSH_VERSION}"')"
    local -r SAP_SHELL_VERSION

    local context state state_descr line
    local -A opt_args

    local -r command_name="${words[1]}"
    local -ar command_line=("${words[@]}")
    local -ir current_word_index="$((CURRENT - 1))"

    local -i ret=1
    local -ar arg_specs=(
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
        '(-): :->command'
        '(-)*:: :->arg'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0
    case "${state}" in
    command)
        local -ar subcommands=(
            'open:Record an application, or a lead not applied to yet.'
            'log:Record what happened.'
            'contact:Record and find people.'
            'silence:Record a likely cause of a silence; without one, list them.'
            'setting:Show or change what holds on every device.'
            'next:Say what is due now: whom to contact, how, when and why.'
            'agenda:Show the days ahead: what to do, interviews, and days that they named.'
            'script:What to say or to write, filled in from the log.'
            'why:Show why there is this advice: the facts of the log, and the rules with their sources.'
            'compare:Show the next step of an application by each playbook, side by side.'
            'playbook:Show, choose and change the rules that advice is given by.'
            'who:The telephone rings: who it is, and what was said last.'
            'employer:How an employer has treated you, from the log.'
            'list:List the applications.'
            'search:Find what was written down, by its words.'
            'show:Show an application with its people and all that happened.'
            'history:Who wrote what, when, on which device, and what it replaced.'
            'report:Write a page to look at: today, a lane of time for each application, the sums.'
            'edit:Change fields of an application, or of any record.'
            'close:Close an application; its history stays.'
            'reopen:Open a closed application again.'
            'snooze:Let an application rest until a day.'
            'retract:Leave a record out of lists; nothing is removed.'
            'undo:Take back the last commands, each as a whole.'
            'conflicts:Show and settle what devices disagree on.'
            'sync:Keep this store and a shared folder the same, both directions.'
            'merge:Take in the events of log files, other stores and shared folders.'
            'import:Take in tables and calendars of other programs.'
            'export:Write the log, tables for a spreadsheet, a calendar, or a proof of your search.'
            'status:Show the numbers of the store, and whether you are synced.'
            'device:List the devices, or name one.'
            'backup:Copy the store into one file, and prove the copy.'
            'restore:Bring the store back from a backup, a log file or a shared folder.'
            'verify:Check every event, the chain of hashes, the state and the database.'
            'doctor:Find what is wrong with the store, and the command that mends it.'
            'rebuild:Make the state and the search index again from the log.'
            'demo:Play a sample search, in a store of its own that is thrown away.'
            'help:Explain a command or a topic.'
            'completions:Print what makes a shell complete commands and names: bash, zsh or fish.'
        )
        _describe -V subcommand subcommands && ret=0
        ;;
    arg)
        case "${words[1]}" in
        open|log|contact|silence|setting|next|agenda|script|why|compare|playbook|who|employer|list|search|show|history|report|edit|close|reopen|snooze|retract|undo|conflicts|sync|merge|import|export|status|device|backup|restore|verify|doctor|rebuild|demo|help|completions)
            "_followup_${words[1]}" && ret=0
            ;;
        esac
        ;;
    esac

    return "${ret}"
}

_followup_open() {
    local -i ret=1
    local -ar ___at=('today' 'yesterday' 'now' 'monday' 'tuesday' 'wednesday' 'thursday' 'friday' 'saturday' 'sunday')
    local -ar arg_specs=(
        ':company:{__followup_custom_complete ---completion open -- positional@0 "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        ':role:'
        '--lead[Not applied to yet.]'
        '--at[When it was sent or found (default\: today).]:at:{__followup_complete "${___at[@]}"}'
        '--url[The advertisement.]:url:'
        '--source[Where it was found.]:source:'
        '--location[Where the work is.]:location:'
        '--note[Anything worth keeping; - is standard input.]:note:'
        '(--edit -e)'{--edit,-e}'[Write the note in $VISUAL or $EDITOR.]'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_log() {
    local -i ret=1
    local -ar _kind=('interview' 'next-steps' 'promise' 'permission' 'thank-you' 'email' 'call' 'message' 'letter' 'reply' 'insider-ask' 'intel' 'feedback' 'silence' 'note')
    local -ar ___at=('today' 'yesterday' 'now' 'monday' 'tuesday' 'wednesday' 'thursday' 'friday' 'saturday' 'sunday')
    local -ar ___by=('today' 'tomorrow' '+3bd' 'monday' 'tuesday' 'wednesday' 'thursday' 'friday' 'saturday' 'sunday')
    local -ar arg_specs=(
        ':kind:{__followup_complete "${_kind[@]}"}'
        ':application:{__followup_custom_complete ---completion log -- positional@1 "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '*:words:{__followup_custom_complete ---completion log -- positional@2 "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--at[When it happened (default\: today).]:at:{__followup_complete "${___at[@]}"}'
        '--ahead[What --at names lies ahead\: a weekday is the next one.]'
        '--by[The day or time that they named.]:by:{__followup_complete "${___by[@]}"}'
        '--note[Anything worth keeping; - is standard input.]:note:'
        '(--edit -e)'{--edit,-e}'[Write the note in $VISUAL or $EDITOR.]'
        '--contact[The other person, by name or id.]:contact:{__followup_custom_complete ---completion log -- --contact "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '*--set[Another field of the record.]:field=value:'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_contact() {
    local -i ret=1
    local -ar arg_specs=(
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
        '(-): :->command'
        '(-)*:: :->arg'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0
    case "${state}" in
    command)
        local -ar subcommands=(
            'add:Record a person.'
            'list:List the people.'
            'show:Show a person.'
            'edit:Change what is recorded of a person.'
        )
        _describe -V subcommand subcommands && ret=0
        ;;
    arg)
        case "${words[1]}" in
        add|list|show|edit)
            "_followup_contact_${words[1]}" && ret=0
            ;;
        esac
        ;;
    esac

    return "${ret}"
}

_followup_contact_add() {
    local -i ret=1
    local -ar ___role=('recruiter' 'hr' 'hiring_manager' 'interviewer' 'insider' 'other')
    local -ar arg_specs=(
        ':name:'
        '--app[The application\: takes over its company.]:app:{__followup_custom_complete ---completion contact add -- --app "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--role[One of recruiter, hr, hiring_manager, interviewer, insider, other.]:role:{__followup_complete "${___role[@]}"}'
        '--title[The person'\''s position.]:title:'
        '--company[The employer.]:company:{__followup_custom_complete ---completion contact add -- --company "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--phone[The number that is called.]:phone:'
        '--email[The address that is written to.]:email:'
        '--note[Anything worth keeping; - is standard input.]:note:'
        '*--set[Another field.]:field=value:'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_contact_list() {
    local -i ret=1
    local -ar arg_specs=(
        '--all[Retracted ones too.]'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_contact_show() {
    local -i ret=1
    local -ar arg_specs=(
        ':name:{__followup_custom_complete ---completion contact show -- positional@0 "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_contact_edit() {
    local -i ret=1
    local -ar arg_specs=(
        ':name:{__followup_custom_complete ---completion contact edit -- positional@0 "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '*:field=value:'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_silence() {
    local -i ret=1
    local -ar _cause=('stalling' 'avoiding-no' 'unprofessional' 'interviewer-left' 'swamped' 'screening' 'reorganised')
    local -ar ___at=('today' 'yesterday' 'now' 'monday' 'tuesday' 'wednesday' 'thursday' 'friday' 'saturday' 'sunday')
    local -ar arg_specs=(
        ':application:{__followup_custom_complete ---completion silence -- positional@0 "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '*:cause:{__followup_complete "${_cause[@]}"}'
        '--note[What makes you think so; - is standard input.]:note:'
        '--at[When (default\: today).]:at:{__followup_complete "${___at[@]}"}'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_setting() {
    local -i ret=1
    local -ar _name=('tz' 'my_name' 'my_phone' 'my_email' 'playbook' 'working_week' 'holidays' 'prove_backups_days')
    local -ar arg_specs=(
        ':name:{__followup_complete "${_name[@]}"}'
        ':value:'
        '--from[With holidays\: an iCalendar file of public holidays; - is standard input.]:file:_files'
        '--years[With --from\: the years, such as 2026..2028 (default\: this one and the next two).]:years:'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_next() {
    local -i ret=1
    local -ar ___timer=('systemd' 'cron' 'launchd')
    local -ar arg_specs=(
        '--check[Print nothing (but with --json), and say by the exit status whether something is due\: 10.]'
        '--timer[Print a snippet for a daily check\: systemd, cron, launchd.]:kind:{__followup_complete "${___timer[@]}"}'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_agenda() {
    local -i ret=1
    local -ar arg_specs=(
        '--days[How many days, today being the first.]:days:'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_script() {
    local -i ret=1
    local -ar ___kind=('switchboard' 'direct-line' 'voicemail' 'email' 'insider' 'thank-you' 'filled' 'pending' 'postponed' 'callback-promised')
    local -ar ___template_for=('switchboard' 'direct-line' 'voicemail' 'email' 'insider' 'thank-you' 'filled' 'pending' 'postponed' 'callback-promised')
    local -ar arg_specs=(
        ':application:{__followup_custom_complete ---completion script -- positional@0 "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--kind[What it is for.]:kind:{__followup_complete "${___kind[@]}"}'
        '--to[The person you turn to, by name or id.]:contact:{__followup_custom_complete ---completion script -- --to "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--template[A template for this once.]:file:_files'
        '--template-for[Print the built-in template of a kind, to be changed, and nothing else.]:kind:{__followup_complete "${___template_for[@]}"}'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_why() {
    local -i ret=1
    local -ar arg_specs=(
        ':application:{__followup_custom_complete ---completion why -- positional@0 "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_compare() {
    local -i ret=1
    local -ar arg_specs=(
        ':application:{__followup_custom_complete ---completion compare -- positional@0 "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '*--playbook[One to compare; say it once for each.]:name:{__followup_custom_complete ---completion compare -- --playbook "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_playbook() {
    local -i ret=1
    local -ar arg_specs=(
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
        '(-): :->command'
        '(-)*:: :->arg'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0
    case "${state}" in
    command)
        local -ar subcommands=(
            'list:List the playbooks.'
            'show:Print a playbook'\''s file.'
            'use:Follow a playbook, for all applications or for one.'
            'copy:Copy a playbook'\''s file under a new name, to change its numbers.'
            'check:Say whether a file is a playbook, and where it is not.'
            'add:Record a playbook of your own, or a new version of it.'
        )
        _describe -V subcommand subcommands && ret=0
        ;;
    arg)
        case "${words[1]}" in
        list|show|use|copy|check|add)
            "_followup_playbook_${words[1]}" && ret=0
            ;;
        esac
        ;;
    esac

    return "${ret}"
}

_followup_playbook_list() {
    local -i ret=1
    local -ar arg_specs=(
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_playbook_show() {
    local -i ret=1
    local -ar arg_specs=(
        ':name:{__followup_custom_complete ---completion playbook show -- positional@0 "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_playbook_use() {
    local -i ret=1
    local -ar arg_specs=(
        ':name:{__followup_custom_complete ---completion playbook use -- positional@0 "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--app[For this application alone.]:app:{__followup_custom_complete ---completion playbook use -- --app "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_playbook_copy() {
    local -i ret=1
    local -ar arg_specs=(
        ':name:{__followup_custom_complete ---completion playbook copy -- positional@0 "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        ':new:'
        '(-o --output)'{-o,--output}'[The file (default\: -).]:file:_files'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_playbook_check() {
    local -i ret=1
    local -ar arg_specs=(
        ':file:_files'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_playbook_add() {
    local -i ret=1
    local -ar arg_specs=(
        ':file:_files'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_who() {
    local -i ret=1
    local -ar arg_specs=(
        '*:number-or-name:{__followup_custom_complete ---completion who -- positional@0 "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_employer() {
    local -i ret=1
    local -ar ___at=('today' 'yesterday' 'now' 'monday' 'tuesday' 'wednesday' 'thursday' 'friday' 'saturday' 'sunday')
    local -ar arg_specs=(
        '*:name:{__followup_custom_complete ---completion employer -- positional@0 "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--note[Record what their behaviour says of them; - is standard input.]:note:'
        '(--edit -e)'{--edit,-e}'[Write that note in $VISUAL or $EDITOR.]'
        '--at[When it was noticed (default\: today); goes with --note.]:at:{__followup_complete "${___at[@]}"}'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_list() {
    local -i ret=1
    local -ar ___stage=('lead' 'applied' 'interview-ahead' 'interviewed' 'promised' 'overdue' 'offer' 'rejected' 'filled' 'closed')
    local -ar ___sort=('touched' 'company' 'stage' 'due' 'silent' 'applied')
    local -ar arg_specs=(
        '--all[Closed and retracted ones too.]'
        '*--stage[Only those at this stage, closed ones too\: lead, applied, interview-ahead, interviewed, promised, overdue, offer, rejected, filled, closed. May be said several times.]:stage:{__followup_complete "${___stage[@]}"}'
        '--due[Only those on which something is due today, as next decides.]'
        '--silent-for[Only those not heard from for this long\: 10d, 2w, 1m, 5bd (working days).]:time:'
        '--company[Only employers with this in their name.]:text:{__followup_custom_complete ---completion list -- --company "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--playbook[Only those that follow this playbook.]:name:{__followup_custom_complete ---completion list -- --playbook "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--device[Only those that this device has written on\: its name, or the end of its id.]:device:{__followup_custom_complete ---completion list -- --device "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--sort[The order\: touched, company, stage, due, silent, applied (default\: touched).]:order:{__followup_complete "${___sort[@]}"}'
        '--reverse[The other way round.]'
        '--as-of[As it was then, by the clock of the log\: "last fri", "nov 20 16\:30", 2026-11-20 (then its end).]:time:'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_search() {
    local -i ret=1
    local -ar ___kind=('application' 'contact' 'interview' 'next-steps' 'promise' 'permission' 'thank-you' 'email' 'call' 'message' 'letter' 'reply' 'insider-ask' 'intel' 'feedback' 'silence' 'employer-note' 'note' 'device' 'setting' 'playbook' 'import-map')
    local -ar arg_specs=(
        '*:words:'
        '--app[Only what belongs to this application.]:app:{__followup_custom_complete ---completion search -- --app "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--kind[Only records of this kind\: call, note, contact …]:kind:{__followup_complete "${___kind[@]}"}'
        '--all[Retracted records too.]'
        '--limit[How many records at most.]:n:'
        '--as-of[As it was then, by the clock of the log\: "last fri", "nov 20 16\:30", 2026-11-20 (then its end).]:time:'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_show() {
    local -i ret=1
    local -ar arg_specs=(
        ':application:{__followup_custom_complete ---completion show -- positional@0 "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--timeline[Draw an application as a lane of time.]'
        '--as-of[As it was then, by the clock of the log\: "last fri", "nov 20 16\:30", 2026-11-20 (then its end).]:time:'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_history() {
    local -i ret=1
    local -ar arg_specs=(
        ':record:{__followup_custom_complete ---completion history -- positional@0 "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--only[The record'\''s own fields alone.]'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_report() {
    local -i ret=1
    local -ar arg_specs=(
        '(-o --output)'{-o,--output}'[The file; - is stdout.]:file:_files'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_edit() {
    local -i ret=1
    local -ar arg_specs=(
        ':record:{__followup_custom_complete ---completion edit -- positional@0 "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '*:field=value:'
        '--allow-unknown[Allow fields that the record'\''s type does not have.]'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_close() {
    local -i ret=1
    local -ar ___at=('today' 'yesterday' 'now' 'monday' 'tuesday' 'wednesday' 'thursday' 'friday' 'saturday' 'sunday')
    local -ar arg_specs=(
        ':application:{__followup_custom_complete ---completion close -- positional@0 "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '*:words:'
        '--reason[Why.]:reason:'
        '--at[The day (default\: today).]:at:{__followup_complete "${___at[@]}"}'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_reopen() {
    local -i ret=1
    local -ar arg_specs=(
        ':application:{__followup_custom_complete ---completion reopen -- positional@0 "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_snooze() {
    local -i ret=1
    local -ar arg_specs=(
        ':application:{__followup_custom_complete ---completion snooze -- positional@0 "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '*:until:'
        '--reason[Why it rests.]:reason:'
        '--end[End the rest.]'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_retract() {
    local -i ret=1
    local -ar arg_specs=(
        ':record:{__followup_custom_complete ---completion retract -- positional@0 "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_undo() {
    local -i ret=1
    local -ar arg_specs=(
        ':count:'
        '--step[Take back this command, as --list names it.]:id:'
        '--list[List the last commands.]'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_conflicts() {
    local -i ret=1
    local -ar arg_specs=(
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
        '(-): :->command'
        '(-)*:: :->arg'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0
    case "${state}" in
    command)
        local -ar subcommands=(
            'list:List the conflicts.'
            'settle:Settle a conflict with a choice.'
        )
        _describe -V subcommand subcommands && ret=0
        ;;
    arg)
        case "${words[1]}" in
        list|settle)
            "_followup_conflicts_${words[1]}" && ret=0
            ;;
        esac
        ;;
    esac

    return "${ret}"
}

_followup_conflicts_list() {
    local -i ret=1
    local -ar arg_specs=(
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_conflicts_settle() {
    local -i ret=1
    local -ar arg_specs=(
        ':record:{__followup_custom_complete ---completion conflicts settle -- positional@0 "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        ':field:{__followup_custom_complete ---completion conflicts settle -- positional@1 "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--take[Take the value with this number, as followup conflicts lists them.]:n:'
        '--value[Take another value.]:value:'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_sync() {
    local -i ret=1
    local -ar arg_specs=(
        ':folder:_files -/'
        '--dry-run[Tell what would be done, and do nothing.]'
        '--refill[Fill a folder again that was synced before and is empty now.]'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_merge() {
    local -i ret=1
    local -ar arg_specs=(
        '*:sources:_files'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_import() {
    local -i ret=1
    local -ar ___format=('csv' 'ics')
    local -ar ___dates=('ymd' 'mdy' 'dmy')
    local -ar arg_specs=(
        '*:files:_files'
        '--format[What the files are (default\: found out)\: csv or ics.]:format:{__followup_complete "${___format[@]}"}'
        '*--map[A map by its name, or which column is taken for a field; --map company=Firma. May be repeated.]:name|field=column:'
        '--save-map[Record how the table is read, for the next time and on every device.]:name:'
        '--dates[The order of dates such as 3/7/24\: dmy, mdy or ymd.]:order:{__followup_complete "${___dates[@]}"}'
        '--application[The application that all events of a calendar belong to.]:app:{__followup_custom_complete ---completion import -- --application "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--maps[List the maps.]'
        '--dry-run[Show what would come in, and write nothing.]'
        '--yes[Do not ask.]'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_export() {
    local -i ret=1
    local -ar ___format=('log' 'state' 'csv' 'json' 'ics' 'proof')
    local -ar ___what=('applications' 'timeline' 'contacts')
    local -ar ___from=('today' 'yesterday' 'now' 'monday' 'tuesday' 'wednesday' 'thursday' 'friday' 'saturday' 'sunday')
    local -ar ___to=('today' 'yesterday' 'now' 'monday' 'tuesday' 'wednesday' 'thursday' 'friday' 'saturday' 'sunday')
    local -ar arg_specs=(
        '--format[What is written.]:format:{__followup_complete "${___format[@]}"}'
        '--what[With csv and json\: which table.]:what:{__followup_complete "${___what[@]}"}'
        '--from[With proof\: the first day, such as "last mon".]:date:{__followup_complete "${___from[@]}"}'
        '--to[With proof\: the last day.]:date:{__followup_complete "${___to[@]}"}'
        '--html[With proof\: a page to print, and not CSV.]'
        '--bom[With csv and proof\: begin with a byte order mark, as Excel on Windows needs it for accents.]'
        '(-o --output)'{-o,--output}'[The file (default\: -).]:file:_files'
        '--as-of[As it was then, by the clock of the log\: "last fri", "nov 20 16\:30", 2026-11-20 (then its end).]:time:'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_status() {
    local -i ret=1
    local -ar arg_specs=(
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_device() {
    local -i ret=1
    local -ar arg_specs=(
        ':label:'
        '--of[Name another device\: its name so far, or the end of its id.]:device:{__followup_custom_complete ---completion device -- --of "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_backup() {
    local -i ret=1
    local -ar ___timer=('systemd' 'cron' 'launchd')
    local -ar arg_specs=(
        ':folder:_files -/'
        '--keep-last[Keep the last N.]:keep-last:'
        '--keep-daily[Keep the last of each of N days.]:keep-daily:'
        '--keep-weekly[Keep the last of each of N weeks.]:keep-weekly:'
        '--keep-monthly[Keep the last of each of N months.]:keep-monthly:'
        '--keep-yearly[Keep the last of each of N years.]:keep-yearly:'
        '--dry-run[Tell what would be made, kept and removed, and do nothing.]'
        '--drill[Make none, but prove the newest one where it lies, and restore it into scratch.]'
        '--timer[Print a snippet for a daily backup, or a weekly drill\: systemd, cron, launchd.]:kind:{__followup_complete "${___timer[@]}"}'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_restore() {
    local -i ret=1
    local -ar arg_specs=(
        ':source:_files'
        '--dry-run[Tell what would come of it, and change nothing.]'
        '--partial[Take what is sound of a source that is damaged or has gaps; otherwise such a one is refused.]'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_verify() {
    local -i ret=1
    local -ar arg_specs=(
        ':file:_files'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_doctor() {
    local -i ret=1
    local -ar arg_specs=(
        '--salvage[Rescue every event of a damaged store that is still sound into a new file; the damaged one is only read.]:newstore:_files'
        '--adopt[Record anew what waits of a device for events that nobody has any more; asks at a terminal.]:device:{__followup_custom_complete ---completion doctor -- --adopt "${current_word_index}" "$(__followup_cursor_index_in_current_word)"}'
        '--mend[Bring back what a store has lost beside its tables\: the numbers by which it is known, indexes, triggers; a copy is set aside first.]'
        '--dry-run[With --adopt\: show what would be recorded, and write nothing.]'
        '--yes[With --adopt\: do not ask.]'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_rebuild() {
    local -i ret=1
    local -ar arg_specs=(
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_demo() {
    local -i ret=1
    local -ar arg_specs=(
        '--no-pause[Do not wait for Enter between the steps.]'
        '--keep[Leave the sample store in this folder, which is made.]:folder:_files -/'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_help() {
    local -i ret=1
    local -ar _command_or_topic=('open' 'log' 'contact' 'silence' 'setting' 'next' 'agenda' 'script' 'why' 'compare' 'playbook' 'who' 'employer' 'list' 'search' 'show' 'history' 'report' 'edit' 'close' 'reopen' 'snooze' 'retract' 'undo' 'conflicts' 'sync' 'merge' 'import' 'export' 'status' 'device' 'backup' 'restore' 'verify' 'doctor' 'rebuild' 'demo' 'help' 'completions' 'dates' 'names' 'playbooks' 'sync' 'files' 'scripting')
    local -ar arg_specs=(
        '*:command-or-topic:{__followup_complete "${_command_or_topic[@]}"}'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_followup_completions() {
    local -i ret=1
    local -ar _shell=('bash' 'zsh' 'fish')
    local -ar arg_specs=(
        ':shell:{__followup_complete "${_shell[@]}"}'
        '--store[The store'\''s file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).]:file:_files'
        '--now[Reckon dates from this moment, such as 2026-11-20T09\:00\:00-05\:00 or 2026-11-20 (then noon).]:time:'
        '--store-anyway[Use a store that lies in a synced folder or on a network share, at your own risk.]'
        '--json[Print one JSON object.]'
        '--plain[Print one record a line, with tabs between the fields.]'
        '--no-input[Never ask\: what may mean several things is refused, with what it may mean.]'
        '(--quiet -q)'{--quiet,-q}'[Only data and what is wrong\: no hints, no progress, no next step.]'
        '--no-pager[Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}


if [[ "${funcstack[1]}" = _followup ]]; then
    _followup "${@}"
else
    compdef _followup followup
fi
