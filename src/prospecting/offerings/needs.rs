//! What departments typically care about, as words of offerings.

/// Department (of `lexicon::DEPARTMENTS`) and its words.
pub(super) const NEEDS: [(&str, &str); 26] = [
    (
        "sales",
        "pipeline lead leads quota prospecting outreach crm deal conversion forecasting meetings appointments",
    ),
    ("business development", "partner partnership pipeline market expansion leads outreach"),
    (
        "marketing",
        "campaign content seo brand attribution advertising traffic audience leads engagement newsletter website",
    ),
    ("communications", "press reputation media brand crisis newsletter"),
    (
        "supply chain",
        "warehouse inventory logistics shipping fulfilment fulfillment picking delivery freight throughput stock routing returns",
    ),
    ("procurement", "supplier suppliers sourcing spend purchasing contract savings tender"),
    (
        "manufacturing",
        "production downtime maintenance automation yield scrap robot robots robotics throughput machine",
    ),
    ("quality", "quality defects inspection compliance audit traceability safety"),
    (
        "operations",
        "process efficiency automation throughput downtime workflow productivity manual errors bottleneck scheduling robots",
    ),
    (
        "finance",
        "invoice invoicing cash accounting reporting audit payment payments forecasting tax expense expenses budget closing",
    ),
    (
        "human resources",
        "hiring recruiting recruitment turnover retention payroll onboarding talent training vacancies absence",
    ),
    (
        "engineering",
        "developer developers code deployment testing cloud infrastructure release technical api integration devops",
    ),
    (
        "information technology",
        "infrastructure cloud migration integration backup network legacy helpdesk software",
    ),
    ("data", "data dashboard dashboards analytics reporting warehouse machine learning forecasting"),
    ("security", "security breach phishing compliance penetration vulnerability ransomware"),
    ("product", "roadmap product feedback users prototype discovery onboarding"),
    ("design", "design prototype usability brand interface"),
    ("customer success", "churn support tickets retention onboarding satisfaction chatbot response"),
    ("legal", "contract contracts compliance privacy gdpr regulation"),
    ("research", "laboratory trials patent experiments innovation"),
    ("facilities", "building energy maintenance cleaning space lease"),
    ("strategy", "growth market acquisition transformation strategy"),
    ("medical", "patient patients clinical appointments documentation billing"),
    ("education", "students learning training course enrolment"),
    ("sustainability", "carbon emissions energy reporting esg waste"),
    ("executive", "growth strategy revenue cost costs profit scale scaling margin automation"),
];
