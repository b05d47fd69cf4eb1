//! Departments and the words that name them in a title or a description.

use super::stem::stems;
use std::sync::LazyLock;

/// Department and its words; where a title has words of several, it belongs to all of them.
pub const DEPARTMENTS: [(&str, &[&str]); 26] = [
    (
        "sales",
        &[
            "sales",
            "revenue",
            "account executive",
            "account manager",
            "cro",
            "chief revenue officer",
            "commercial",
            "salespeople",
            "key account",
        ],
    ),
    ("business development", &["business development", "bizdev", "partnership", "alliances", "channel"]),
    (
        "marketing",
        &[
            "marketing",
            "growth",
            "brand",
            "cmo",
            "demand generation",
            "content",
            "seo",
            "marketer",
            "ecommerce",
            "e commerce",
            "digital",
        ],
    ),
    ("communications", &["communications", "public relations", "press", "corporate affairs"]),
    (
        "supply chain",
        &[
            "supply chain",
            "logistics",
            "warehouse",
            "warehousing",
            "fulfillment",
            "fulfilment",
            "distribution",
            "transport",
            "transportation",
            "fleet",
            "inventory",
            "freight",
            "shipping",
        ],
    ),
    (
        "procurement",
        &["procurement", "purchasing", "sourcing", "buyer", "cpo procurement", "category manager"],
    ),
    (
        "manufacturing",
        &["manufacturing", "production", "plant", "factory", "industrial engineering", "automation"],
    ),
    ("quality", &["quality", "qa", "ehs", "health and safety"]),
    (
        "operations",
        &[
            "operations",
            "operational",
            "coo",
            "ops",
            "chief operating officer",
            "process",
            "continuous improvement",
        ],
    ),
    (
        "finance",
        &[
            "finance",
            "financial",
            "cfo",
            "chief financial officer",
            "accounting",
            "accountant",
            "controller",
            "treasury",
            "treasurer",
            "tax",
            "audit",
            "fp a",
            "bookkeeper",
            "bookkeeping",
        ],
    ),
    (
        "human resources",
        &[
            "human resources",
            "hr",
            "people operations",
            "people officer",
            "people and culture",
            "talent",
            "recruiting",
            "recruitment",
            "recruiter",
            "chro",
            "talent acquisition",
            "head of people",
            "learning and development",
            "compensation",
            "payroll",
        ],
    ),
    (
        "engineering",
        &[
            "engineering",
            "engineer",
            "developer",
            "software",
            "cto",
            "technology",
            "technical",
            "chief technology officer",
            "devops",
            "architect",
            "programmer",
            "r and d",
        ],
    ),
    (
        "information technology",
        &[
            "it",
            "information technology",
            "cio",
            "chief information officer",
            "infrastructure",
            "systems",
            "network",
            "helpdesk",
            "digital transformation",
        ],
    ),
    (
        "data",
        &[
            "data",
            "analytics",
            "business intelligence",
            "machine learning",
            "ai",
            "artificial intelligence",
            "data science",
        ],
    ),
    ("security", &["security", "ciso", "cybersecurity", "information security", "infosec"]),
    ("product", &["product", "product management", "product owner", "chief product officer"]),
    ("design", &["design", "designer", "ux", "ui", "creative"]),
    (
        "customer success",
        &[
            "customer success",
            "customer support",
            "customer service",
            "customer experience",
            "support",
            "client success",
            "client services",
            "service desk",
        ],
    ),
    (
        "legal",
        &[
            "legal",
            "lawyer",
            "counsel",
            "attorney",
            "compliance",
            "regulatory",
            "paralegal",
            "clo",
            "privacy",
        ],
    ),
    ("research", &["research", "scientist", "innovation", "laboratory"]),
    ("facilities", &["facilities", "facility", "real estate", "maintenance", "workplace", "property"]),
    ("strategy", &["strategy", "strategic", "corporate development", "transformation"]),
    (
        "medical",
        &[
            "medical",
            "clinical",
            "nursing",
            "physician",
            "doctor",
            "dentist",
            "pharmacist",
            "patient",
            "veterinarian",
            "surgeon",
        ],
    ),
    ("education", &["education", "teacher", "academic", "principal teacher", "curriculum", "training"]),
    ("sustainability", &["sustainability", "esg", "environmental"]),
    (
        "executive",
        &[
            "ceo",
            "chief executive officer",
            "founder",
            "co founder",
            "cofounder",
            "owner",
            "president",
            "managing director",
            "managing partner",
            "general manager",
            "chairman",
            "board member",
            "entrepreneur",
            "business owner",
            "executive director",
        ],
    ),
];

/// Department and its phrases, as stems.
type Stemmed = Vec<(&'static str, Vec<Vec<String>>)>;

static STEMMED: LazyLock<Stemmed> = LazyLock::new(|| {
    DEPARTMENTS
        .iter()
        .map(|(name, words)| (*name, words.iter().map(|phrase| stems(phrase)).collect()))
        .collect()
});

/// The departments a title or phrase speaks of, in the order they appear in it.
#[must_use]
pub fn departments(text: &str) -> Vec<&'static str> {
    let words = stems(text);
    let mut found: Vec<(usize, &'static str)> = Vec::new();
    for (name, phrases) in STEMMED.iter() {
        let at = phrases.iter().filter_map(|phrase| position(&words, phrase)).min();
        found.extend(at.filter(|_| !is_vice_president(name, &words)).map(|at| (at, *name)));
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, name)| name).collect()
}

fn is_vice_president(department: &str, words: &[String]) -> bool {
    department == "executive"
        && words.iter().any(|w| w == "vice")
        && !words.iter().any(|w| w == "founder" || w == "ceo")
}

/// Where `phrase` begins in `words`.
pub(super) fn position(words: &[String], phrase: &[String]) -> Option<usize> {
    if phrase.is_empty() {
        return None;
    }
    words.windows(phrase.len()).position(|window| window == phrase)
}
