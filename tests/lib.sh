# lib.sh - what the scripts of tests/ share; sourced as ". $LIB". The runner
# sets $IPHERALD, $SITE and $TOP, and starts scripts in an empty folder.
#
# shellcheck shell=sh disable=SC2034

# The clock of the first run: some events of the sample site are ahead then.
NOW=2025-04-28T08:00:00Z
# Two hours later everything is due again.
LATER=2025-04-28T10:00:00Z
DAYS_LATER=2025-05-01T08:00:00Z

fail() # WORDS...
{
	echo "FAIL: $*"
	exit 1
}

# Waits until a file has something in it.
wait_for() # FILE
{
	for _ in $(seq 300); do
		[ ! -s "$1" ] || return 0
		sleep 0.1
	done
	fail "nothing in $1 after 30 seconds"
}

# Kills a process of the script, and waits for it, when the script ends.
KILL=
also_kill() # PID
{
	KILL="$KILL $1"
	trap end_processes EXIT
}
end_processes()
{
	# Process ids are meant to be split.
	# shellcheck disable=SC2086
	kill $KILL 2>/dev/null || :
	# shellcheck disable=SC2086
	wait $KILL 2>/dev/null || :
}

# Serves a folder on a free port of loopback until the script ends. Sets $URL
# (no slash at its end); each request is a line of ./server.log.
serve() # FOLDER
{
	# Of a server before: it would be read before the new one empties it.
	rm -f serve.url
	"$IPHERALD" serve --root "$1" --port 0 --log server.log >serve.url \
		2>serve.err &
	also_kill $!
	wait_for serve.url
	URL=$(sed 's,/$,,' serve.url)
}

# Copies the sample site to ./www, serves it, and makes ./conf for it.
sample_site()
{
	cp -r "$SITE/www" www
	serve www
	sed "s,@SITE@,$URL,; s,@WORK@,$PWD," "$SITE/ipherald.conf" >conf
}

# Runs the program on ./conf; nothing but status 0 will do.
ipherald()
{
	"$IPHERALD" --config conf "$@" || fail "exit status $?: ipherald $*"
}

# Runs the program, which must exit with STATUS; stdout and stderr are in ./out
# and ./err.
expect() # STATUS WORDS...
{
	want=$1
	shift
	got=0
	"$IPHERALD" "$@" >out 2>err || got=$?
	[ "$got" -eq "$want" ] || {
		cat out err
		fail "exit status $got, expected $want: ipherald $*"
	}
}

# The last expect() must have said one line on stderr that holds WORDS.
said() # WORDS
{
	grep -qF -- "$1" err || {
		cat err
		fail "not said: $1"
	}
}
one_line()
{
	[ "$(wc -l <err)" -eq 1 ] || {
		cat err
		fail "expected one line on stderr"
	}
}

# How many requests of the log were answered with STATUS.
answered() # STATUS
{
	cut -f 3 server.log | grep -cx -- "$1" || :
}

# Everything published: names, times of change, sums.
published()
{
	find public -type f -printf '%T@ %s %p\n' | sort -k 3
	find public -type f -exec sha256sum {} + | sort -k 2
}

# Runs the program on ./conf as cron does when all is well: not a word.
quietly() # WORDS...
{
	expect 0 --config conf "$@"
	[ -z "$(cat out err)" ] || {
		cat out err
		fail "not quiet: ipherald $*"
	}
}

# How many events are known.
known() # NOW [QUERY]
{
	ipherald events --now "$1" --json --all ${2:+"$2"} | jq length
}

# Serves a script of tests/httpd.c until the script ends. Sets $URL; each
# request is a line of SCRIPT.log.
answers() # SCRIPT [ADDRESS]
{
	"$TOOLS/httpd" -a "${2-127.0.0.1}" -s "$1" -l "$1.log" "$1.port" &
	also_kill $!
	wait_for "$1.port"
	URL=http://${2-127.0.0.1}:$(cat "$1.port")
}

# A configuration for sources on loopback, that are asked without a pause.
loopback_conf()
{
	cat >conf <<-END_OF_CONF
	[ipherald]
	store = $PWD/store.sqlite
	publish = $PWD/public
	contact = https://example.org/
	allow-private = yes
	host-gap = 0s
	END_OF_CONF
}

# Runs at some minutes after 28 April 2025, 08:00, and notes in ./asked what
# SCRIPT's server was asked then: "MINUTES PATH STATUS" a line.
run_at() # SCRIPT MINUTES [WORDS...]
{
	script=$1 minutes=$2
	shift 2
	: >"$script.log"
	"$IPHERALD" --config conf run --no-publish \
		--now @$((1745827200 + minutes * 60)) "$@" >out 2>err || :
	cut -f 4,5 "$script.log" | sed "s,^,$minutes ,; s,	, ," >>asked
}

# ----------------------------------- five events, each told by three hosts

# Makes their pages and ./all.jsonl, a manifest of them.
pages_of_events()
{
	n=0
	while read -r place date name; do
		n=$((n + 1))
		for host in a b c; do
			cat >"$host$n.html" <<-END
				<html><head><title>$name</title></head><body>
				<h1>$name</h1><p>The $name will be held in $place on
				$date. It is a meeting for all who work with patents,
				want to listen and to ask, says the $host office.</p>
				</body></html>
			END
			printf '{"file":"%s","url":"http://%s.example/%s.html","now":"%s"}\n' \
				"$host$n.html" "$host" "$n" "$NOW"
		done
	done >all.jsonl <<-END
		Shenzhen 2025-09-08 Patent Licensing Forum
		Cardiff 2026-05-08 Congress of Inventors
		Geneva 2025-10-14 Seminar on Trade Secret Protection
		Zhuhai 2025-11-21 Semiconductor Innovation Conference
		Lisbon 2025-06-17 Trademark Examination Training Course
	END
}

# What is stored of them: a line for each event, by its id.
told()
{
	ipherald events --now "$NOW" --json --all | jq -r 'sort_by(.id)[] |
		[.id, .sequence, .name, .start, .city,
		([.reports[].url] | sort | join(" "))] | @tsv'
}
stored() # SQL
{
	"$TOOLS/sql" "$(sed -n 's/^store = //p' conf)" "$1"
}
rows() # TABLE
{
	stored "SELECT count(*) FROM $1"
}
# Is each mention in an event, each event told, and no report there twice?
whole()
{
	[ "$(rows "mention LEFT JOIN event e ON e.key = event
		WHERE e.key IS NULL")" -eq 0 ] || fail "a mention without an event"
	[ "$(rows "event WHERE key NOT IN (SELECT event FROM mention)")" -eq 0 ] ||
		fail "an event without a mention"
	[ "$(rows "report WHERE key NOT IN (SELECT report FROM mention)")" -eq 0 ] ||
		fail "a report without its mention"
	[ "$(rows "(SELECT 1 FROM report GROUP BY canonical
		HAVING count(*) > 1)")" -eq 0 ] || fail "a report twice"
}
