//! Every mutation, an input that goes well, and the action under which the audit log keeps it.

/// Mutation, input, action. `"$name"` in an input is what was made before under that name: by the walk's world, or here.
pub type Deed = (&'static str, &'static str, &'static str);

/// What a person's or a board's day is made of, in this order.
pub const WORK: &[Deed] = &[
    ("leadCreate", r#"{"workspaceId":"$workspace","fullName":"Ben Roe"}"#, "LEAD_CREATED"),
    ("leadUpdate", r#"{"id":"$ben","title":"Chief"}"#, "LEAD_UPDATED"),
    ("leadAssign", r#"{"id":"$ben","assigneeId":"$member"}"#, "LEAD_ASSIGNED"),
    ("leadTag", r#"{"id":"$ben","tags":["vip"]}"#, "LEAD_TAGGED"),
    ("leadUntag", r#"{"id":"$ben","tags":["vip"]}"#, "LEAD_TAGGED"),
    ("leadRecordContact", r#"{"id":"$ben","channel":"EMAIL"}"#, "LEAD_CONTACTED"),
    ("leadQualify", r#"{"id":"$ben"}"#, "LEAD_STATUS_CHANGED"),
    ("leadDisqualify", r#"{"id":"$ben","reason":"Too small"}"#, "LEAD_STATUS_CHANGED"),
    ("leadReopen", r#"{"id":"$ben"}"#, "LEAD_STATUS_CHANGED"),
    ("leadsBulkUpdate", r#"{"ids":["$ben"],"priority":"URGENT"}"#, "LEAD_UPDATED"),
    ("leadExport", r#"{"id":"$ben"}"#, "LEAD_EXPORTED"),
    ("leadEnrich", r#"{"id":"$ben"}"#, "JOB_CREATED"),
    ("leadsEnrich", r#"{"ids":["$ben"]}"#, "JOB_CREATED"),
    ("emailVerify", r#"{"workspaceId":"$workspace","email":"naledi@kestrelfreight.example"}"#, "JOB_CREATED"),
    ("leadListCreate", r#"{"workspaceId":"$workspace","name":"Second list"}"#, "LEAD_LIST_CREATED"),
    ("leadListUpdate", r#"{"id":"$second","name":"Renamed list"}"#, "LEAD_LIST_UPDATED"),
    ("leadListAddLeads", r#"{"id":"$second","leadIds":["$ben"]}"#, "LEAD_LIST_MEMBERS_CHANGED"),
    ("leadListRemoveLeads", r#"{"id":"$second","leadIds":["$ben"]}"#, "LEAD_LIST_MEMBERS_CHANGED"),
    ("leadListDelete", r#"{"id":"$second"}"#, "LEAD_LIST_DELETED"),
    ("companyCreate", r#"{"workspaceId":"$workspace","name":"Heron Logistics"}"#, "COMPANY_CREATED"),
    ("companyUpdate", r#"{"id":"$heron","industry":"Freight"}"#, "COMPANY_UPDATED"),
    ("companyEnrich", r#"{"id":"$company"}"#, "JOB_CREATED"),
    ("companyDelete", r#"{"id":"$heron"}"#, "COMPANY_DELETED"),
    ("taskCreate", r#"{"title":"Ring","leadId":"$ben"}"#, "TASK_CREATED"),
    ("taskUpdate", r#"{"id":"$ring","title":"Ring again"}"#, "TASK_UPDATED"),
    ("taskReassign", r#"{"id":"$ring","assigneeId":"$colleague"}"#, "TASK_REASSIGNED"),
    ("taskComplete", r#"{"id":"$ring"}"#, "TASK_COMPLETED"),
    ("pipelineCreate", r#"{"workspaceId":"$workspace","name":"Second board"}"#, "PIPELINE_CREATED"),
    ("pipelineUpdate", r#"{"id":"$board","name":"Renamed board"}"#, "PIPELINE_UPDATED"),
    ("pipelineStageCreate", r#"{"pipelineId":"$pipeline","name":"Extra"}"#, "PIPELINE_STAGE_CREATED"),
    ("pipelineStageUpdate", r#"{"id":"$extra","name":"More"}"#, "PIPELINE_STAGE_UPDATED"),
    ("pipelineStageMove", r#"{"id":"$extra","before":"$pipelineStage"}"#, "PIPELINE_STAGE_MOVED"),
    ("pipelineCardCreate", r#"{"pipelineId":"$board","leadId":"$ben"}"#, "PIPELINE_CARD_CREATED"),
    ("pipelineCardUpdate", r#"{"id":"$card","notes":"Called"}"#, "PIPELINE_CARD_UPDATED"),
    ("pipelineCardRemove", r#"{"id":"$card"}"#, "PIPELINE_CARD_REMOVED"),
    ("pipelineCardMove", r#"{"id":"$pipelineCard","stageId":"$extra"}"#, "PIPELINE_CARD_MOVED"),
    ("pipelineStageDelete", r#"{"id":"$extra","moveCardsTo":"$pipelineStage"}"#, "PIPELINE_STAGE_DELETED"),
    ("pipelineDelete", r#"{"id":"$board"}"#, "PIPELINE_DELETED"),
    ("prospectDismiss", r#"{"id":"$prospect"}"#, "PROSPECT_DISMISSED"),
    ("prospectSave", r#"{"id":"$prospect"}"#, "PROSPECT_SAVED"),
    ("prospectsSave", r#"{"ids":["$prospect"],"pipelineId":"$pipeline"}"#, "PIPELINE_CARD_CREATED"),
    ("leadDelete", r#"{"id":"$ben"}"#, "LEAD_DELETED"),
    ("leadRestore", r#"{"id":"$ben"}"#, "LEAD_RESTORED"),
    ("leadMerge", r#"{"winnerId":"$lead","loserId":"$ben"}"#, "LEAD_MERGED"),
    ("leadMergeUndo", r#"{"id":"$merge"}"#, "LEAD_MERGE_UNDONE"),
    ("leadErase", r#"{"id":"$ben"}"#, "LEAD_ERASED"),
];

/// What is run rather than worked on, in this order.
pub const TRADE: &[Deed] = &[
    ("campaignCreate", r#"{"workspaceId":"$workspace","name":"Autumn"}"#, "CAMPAIGN_CREATED"),
    ("campaignUpdate", r#"{"id":"$campaign","name":"Summer"}"#, "CAMPAIGN_UPDATED"),
    ("campaignAccessGrant", r#"{"memberId":"$client","campaignId":"$campaign"}"#, "CAMPAIGN_ACCESS_GRANTED"),
    ("campaignAccessRevoke", r#"{"memberId":"$client","campaignId":"$campaign"}"#, "CAMPAIGN_ACCESS_REVOKED"),
    ("campaignAddLeads", r#"{"id":"$campaign","leadIds":["$lead"]}"#, "CAMPAIGN_LEADS_ADDED"),
    ("campaignRemoveLeads", r#"{"id":"$campaign","leadIds":["$lead"]}"#, "CAMPAIGN_LEADS_REMOVED"),
    ("campaignActivate", r#"{"id":"$campaign"}"#, "CAMPAIGN_STATUS_CHANGED"),
    ("campaignPause", r#"{"id":"$campaign"}"#, "CAMPAIGN_STATUS_CHANGED"),
    ("campaignResume", r#"{"id":"$campaign"}"#, "CAMPAIGN_STATUS_CHANGED"),
    ("campaignComplete", r#"{"id":"$campaign"}"#, "CAMPAIGN_STATUS_CHANGED"),
    ("campaignArchive", r#"{"id":"$campaign"}"#, "CAMPAIGN_STATUS_CHANGED"),
    ("campaignDelete", r#"{"id":"$autumn"}"#, "CAMPAIGN_DELETED"),
    (
        "jobCreate",
        r#"{"kind":"SCRAPE","workspaceId":"$workspace","dataSourceId":"$dataSource","leadListId":"$leadList","searchCriteria":{"titles":["Head of operations"]}}"#,
        "JOB_CREATED",
    ),
    ("jobStart", r#"{"id":"$scrape"}"#, "JOB_STARTED"),
    ("jobPause", r#"{"id":"$scrape"}"#, "JOB_PAUSED"),
    ("jobResume", r#"{"id":"$scrape"}"#, "JOB_RESUMED"),
    ("jobCancel", r#"{"id":"$scrape"}"#, "JOB_CANCELLED"),
    ("jobRetry", r#"{"id":"$scrape"}"#, "JOB_RETRIED"),
    ("deadTaskRetry", r#"{"id":"$deadTask"}"#, "DEAD_TASK_RETRIED"),
    (
        "leadRequestCreate",
        r#"{"workspaceId":"$workspace","description":"Heads of finance at freight companies in Kenya"}"#,
        "LEAD_REQUEST_CREATED",
    ),
    ("leadRequestCancel", r#"{"id":"$leadRequest"}"#, "LEAD_REQUEST_CANCELLED"),
    (
        "scheduleCreate",
        r#"{"name":"Each night","cron":"0 20 * * *","timeZone":"Africa/Johannesburg","job":{"kind":"SCRAPE","workspaceId":"$workspace","dataSourceId":"$dataSource","leadListId":"$leadList","searchCriteria":{"titles":["Head of operations"]}}}"#,
        "SCHEDULE_CREATED",
    ),
    ("scheduleUpdate", r#"{"id":"$schedule","name":"Each noon"}"#, "SCHEDULE_UPDATED"),
    ("schedulePause", r#"{"id":"$schedule"}"#, "SCHEDULE_PAUSED"),
    ("scheduleResume", r#"{"id":"$schedule"}"#, "SCHEDULE_RESUMED"),
    ("scheduleDelete", r#"{"id":"$schedule"}"#, "SCHEDULE_DELETED"),
    ("exportCreate", r#"{"what":"LEADS"}"#, "EXPORT_CREATED"),
    ("suppressionAdd", r#"{"kind":"EMAIL","value":"zebra@globex.example"}"#, "SUPPRESSION_ADDED"),
    ("suppressionRemove", r#"{"id":"$suppression"}"#, "SUPPRESSION_REMOVED"),
    (
        "dataSourceCreate",
        r#"{"name":"Hunter","kind":"HUNTER","credentials":{"apiKey":"sandbox"}}"#,
        "DATA_SOURCE_CREATED",
    ),
    ("dataSourceUpdate", r#"{"id":"$dataSource","description":"Ours"}"#, "DATA_SOURCE_UPDATED"),
    ("dataSourceTest", r#"{"id":"$dataSource"}"#, "DATA_SOURCE_UPDATED"),
    ("dataSourceDelete", r#"{"id":"$hunter"}"#, "DATA_SOURCE_DELETED"),
    ("budgetSet", r#"{"scope":"AGENCY","period":"MONTH","limitMicros":7000000}"#, "BUDGET_SET"),
    ("webhookEndpointCreate", r#"{"url":"https://hooks.walk.example/two"}"#, "WEBHOOK_ENDPOINT_CREATED"),
    (
        "webhookEndpointUpdate",
        r#"{"id":"$webhookEndpoint","description":"Ours"}"#,
        "WEBHOOK_ENDPOINT_UPDATED",
    ),
    ("webhookEndpointRotateSecret", r#"{"id":"$webhookEndpoint"}"#, "WEBHOOK_ENDPOINT_SECRET_ROTATED"),
    ("webhookEndpointTest", r#"{"id":"$webhookEndpoint"}"#, "WEBHOOK_ENDPOINT_TESTED"),
    ("webhookDeliveryRedeliver", r#"{"id":"$webhookDelivery"}"#, "WEBHOOK_DELIVERY_REDELIVERED"),
    ("webhookEndpointDelete", r#"{"id":"$endpoint"}"#, "WEBHOOK_ENDPOINT_DELETED"),
];

/// Who may what, in this order: the last ones end what the caller stands on.
pub const HOUSE: &[Deed] = &[
    ("agencyUpdate", r#"{"name":"Acme and Daughters"}"#, "AGENCY_UPDATED"),
    ("workspaceCreate", r#"{"name":"Another desk"}"#, "WORKSPACE_CREATED"),
    ("workspaceUpdate", r#"{"id":"$desk","name":"Renamed desk"}"#, "WORKSPACE_UPDATED"),
    ("workspaceArchive", r#"{"id":"$desk"}"#, "WORKSPACE_ARCHIVED"),
    ("apiKeyCreate", r#"{"name":"second","role":"RESEARCHER","scopes":["READ"]}"#, "API_KEY_CREATED"),
    ("apiKeyRevoke", r#"{"id":"$apiKey"}"#, "API_KEY_REVOKED"),
    ("memberInvite", r#"{"email":"kate@walk.example","role":"RESEARCHER"}"#, "INVITATION_CREATED"),
    ("invitationRevoke", r#"{"id":"$invitation"}"#, "INVITATION_REVOKED"),
    ("memberUpdateRole", r#"{"id":"$client","role":"RESEARCHER"}"#, "MEMBER_ROLE_CHANGED"),
    ("memberRemove", r#"{"id":"$client"}"#, "MEMBER_REMOVED"),
    ("userUpdate", r#"{"name":"Ada Lovelace"}"#, "USER_UPDATED"),
    (
        "sessionCreate",
        r#"{"email":"admin@acme.example","password":"correct horse battery"}"#,
        "SESSION_CREATED",
    ),
    (
        "passwordChange",
        r#"{"currentPassword":"correct horse battery","newPassword":"another battery staple"}"#,
        "PASSWORD_CHANGED",
    ),
    ("sessionRevoke", r#"{"id":"$sitting"}"#, "SESSION_REVOKED"),
];

/// A file's way in, in this order; after each, workers do what it booked.
pub const INTAKE: &[Deed] = &[
    ("importCreate", r#"{"fileId":"$upload"}"#, "IMPORT_CREATED"),
    ("importMap", r#"{"id":"$fresh"}"#, "IMPORT_UPDATED"),
    ("importMappingSave", r#"{"importId":"$fresh","name":"Fair"}"#, "IMPORT_MAPPING_SAVED"),
    ("importPlan", r#"{"id":"$fresh"}"#, "IMPORT_UPDATED"),
    ("importApply", r#"{"id":"$fresh"}"#, "IMPORT_UPDATED"),
    ("importRevert", r#"{"id":"$fresh"}"#, "IMPORT_UPDATED"),
    ("importMappingDelete", r#"{"id":"$mapping"}"#, "IMPORT_MAPPING_DELETED"),
    ("importCreate", r#"{"fileId":"$other"}"#, "IMPORT_CREATED"),
    ("importCancel", r#"{"id":"$fresh"}"#, "IMPORT_UPDATED"),
];

/// What a later input needs of an answer: mutation, the name it is kept under, where it stands.
pub const KEPT: &[(&str, &str, &str)] = &[
    ("leadCreate", "ben", "id"),
    ("leadListCreate", "second", "id"),
    ("leadMerge", "merge", "merge.id"),
    ("companyCreate", "heron", "id"),
    ("taskCreate", "ring", "id"),
    ("pipelineCreate", "board", "id"),
    ("pipelineStageCreate", "extra", "id"),
    ("pipelineCardCreate", "card", "id"),
    ("campaignCreate", "autumn", "id"),
    ("jobCreate", "scrape", "id"),
    ("dataSourceCreate", "hunter", "id"),
    ("webhookEndpointCreate", "endpoint", "endpoint.id"),
    ("workspaceCreate", "desk", "id"),
    ("importCreate", "fresh", "id"),
    ("importMappingSave", "mapping", "id"),
];

/// Mutations that somebody may have to justify: they take a reason, which stands beside the entry.
pub const JUSTIFIED: &[&str] = &[
    "leadErase",
    "leadExport",
    "exportCreate",
    "leadMerge",
    "leadMergeUndo",
    "memberUpdateRole",
    "memberRemove",
    "campaignAccessGrant",
    "campaignAccessRevoke",
    "suppressionRemove",
    "apiKeyCreate",
    "apiKeyRevoke",
    "webhookEndpointRotateSecret",
    "dataSourceUpdate",
    "budgetSet",
];

/// Changes whose entries name the fields without their values, each with why.
pub const UNSPOKEN: &[(&str, &str)] = &[(
    "userUpdate",
    "every agency they are in has it on record, and how they speak of themselves is theirs",
)];

/// Mutations that other doors or other people call: the action, and the story that looks for it.
pub const ELSEWHERE: &[(&str, &str, &str)] = &[
    ("agencyRegister", "MEMBER_ADDED", "identity/agencies.rs"),
    ("invitationAccept", "MEMBER_ADDED", "identity/audit.rs"),
    ("passwordReset", "PASSWORD_CHANGED", "identity/password_reset.rs"),
    ("passwordResetRequest", "PASSWORD_RESET_REQUESTED", "identity/password_reset.rs"),
    ("uploadCreate", "FILE_UPLOADED", "transfer/upload.rs"),
];

/// Mutations without an entry, each with why nobody has to answer for them.
pub const EXEMPT: &[(&str, &str)] = &[
    (
        "sessionRefresh",
        "the same sign-in goes on: its start, its end and a used token that comes again are kept",
    ),
    ("notificationMarkRead", "what one has read oneself changes nothing for anybody else"),
    ("notificationsMarkAllRead", "what one has read oneself changes nothing for anybody else"),
    ("notificationPreferencesUpdate", "of what one is told oneself changes nothing for anybody else"),
];
