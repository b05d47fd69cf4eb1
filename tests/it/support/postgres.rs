//! One PostgreSQL server per test process, started by the tests in a temporary folder and gone with the process.
//! It listens on a Unix socket there and nowhere else; `TEST_DATABASE_URL` names another server instead.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;

/// Runs beside the server and ends it when the tests are gone, however they went: its standard input closes.
/// Arguments: folder, folder of the binaries, then the words that change the user (none unless root).
/// `pg_ctl` hands the words to a shell: a line's end among them would be the command's. A log's next file is not filled
/// with zeros first: a server that has run for a while has its files.
/// ICU's English makes text order unlike byte order, so that a forgotten `COLLATE "C"` shows.
const GUARD: &str = r#"
set -e
dir=$1 bin=$2; shift 2
cd "$dir"
"$@" "$bin/initdb" -D "$dir/data" -U leadwire -A trust -E UTF8 --no-sync \
    --locale=C.UTF-8 --locale-provider=icu --icu-locale=en >"$dir/log" 2>&1 || { cat "$dir/log" >&2; rm -rf "$dir"; exit 1; }
"$@" "$bin/pg_ctl" -D "$dir/data" -l "$dir/data/server.log" -w -o "-k $dir -c listen_addresses='' -c fsync=off \
    -c synchronous_commit=off -c full_page_writes=off -c wal_init_zero=off -c max_connections=400 \
    -c shared_buffers=128MB" start >"$dir/log" 2>&1 \
    || { cat "$dir/log" "$dir/data/server.log" >&2; rm -rf "$dir"; exit 1; }
echo ready
cat >/dev/null
"$@" "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1
rm -rf "$dir"
"#;

struct Server {
    /// `postgres://leadwire@localhost/{database}?host=…`
    url: String,
    _guard: Option<(Child, ChildStdin)>,
}

/// Address of `database` on the test server, which is started when first asked for.
pub fn url(database: &str) -> String {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(server).url.replace("{database}", database)
}

fn server() -> Server {
    match std::env::var_os("TEST_DATABASE_URL") {
        Some(given) => Server { url: with_placeholder(&given.to_string_lossy()), _guard: None },
        None => start(&binaries()),
    }
}

/// `postgres://user@host/name?x=y` → `postgres://user@host/{database}?x=y`.
fn with_placeholder(given: &str) -> String {
    let mut url = url::Url::parse(given).expect("TEST_DATABASE_URL is an address");
    url.set_path("/DATABASE");
    url.as_str().replacen("/DATABASE", "/{database}", 1)
}

fn start(binaries: &Path) -> Server {
    let folder = std::env::temp_dir().join(format!("leadwire-postgres-{}", std::process::id()));
    fs::create_dir(&folder).expect("a folder for the test server");
    let user = unprivileged(&folder);
    let mut guard = Command::new("sh")
        .args(["-c", GUARD, "guard"])
        .args([&folder, binaries])
        .args(&user)
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("sh runs");
    let mut said = String::new();
    BufReader::new(guard.stdout.take().expect("piped")).read_line(&mut said).expect("the guard speaks");
    if said != "ready\n" {
        let mut why = String::new();
        guard.stderr.take().expect("piped").read_to_string(&mut why).expect("text");
        panic!("PostgreSQL does not start:\n{why}");
    }
    let stdin = guard.stdin.take().expect("piped");
    let url = format!("postgres://leadwire@localhost/{{database}}?host={}", folder.display());
    Server { url, _guard: Some((guard, stdin)) }
}

/// PostgreSQL refuses to run as root: the words that run a command as `postgres`, or else `nobody`.
fn unprivileged(folder: &Path) -> Vec<String> {
    use std::os::unix::fs::MetadataExt;
    if fs::metadata(folder).expect("just made").uid() != 0 {
        return Vec::new();
    }
    let users = fs::read_to_string("/etc/passwd").expect("users");
    let has = |name: &str| users.lines().any(|line| line.starts_with(&format!("{name}:")));
    let user = if has("postgres") { "postgres" } else { "nobody" };
    let owned = Command::new("chown").arg(user).arg(folder).status().expect("chown runs");
    assert!(owned.success(), "chown {user} failed");
    ["setpriv", "--reuid", user, "--regid", user_group(&users, user), "--clear-groups", "--"]
        .map(str::to_owned)
        .to_vec()
}

/// The numeric main group of `user`.
fn user_group<'a>(users: &'a str, user: &str) -> &'a str {
    let line = users.lines().find(|line| line.starts_with(&format!("{user}:"))).expect("listed");
    line.split(':').nth(3).expect("a group")
}

/// Where `initdb` and `pg_ctl` are: the newest that Debian, Red Hat or Homebrew put there, or on the `PATH`.
fn binaries() -> PathBuf {
    let places = ["/usr/lib/postgresql", "/usr", "/opt/homebrew/opt", "/usr/local/opt"];
    let versions = places.iter().filter_map(|place| fs::read_dir(place).ok()).flatten().flatten();
    let mut found: Vec<PathBuf> = versions.map(|entry| entry.path().join("bin")).collect();
    found.sort_by_key(|path| version(path));
    let path = std::env::var_os("PATH").unwrap_or_default();
    found.splice(0..0, std::env::split_paths(&path));
    let usable = |folder: &PathBuf| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file();
    found
        .into_iter()
        .rev()
        .find(usable)
        .expect("PostgreSQL is missing: install postgresql (apt-get install postgresql)")
}

/// The number in `/usr/lib/postgresql/15/bin`, `/usr/pgsql-15/bin`, `…/postgresql@15/bin`.
fn version(path: &Path) -> u32 {
    let digits: String = path.to_string_lossy().chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}
