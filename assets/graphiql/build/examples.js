// The operations the playground opens with. This is the file to edit when the schema changes; then `npm run build`.
//
// title      what the Examples menu says
// open       true: opened as a tab on the first visit (the others wait in the menu)
// query      the document; its operation name becomes the tab's title
// variables  what the variables editor shows. A value that is a key of `lookups` below is replaced just before sending,
//            so that an example runs on any data without pasting ids.

export const examples = [
  {
    title: 'Who am I',
    open: true,
    query: `# Sign in first (top right).
# Then run this with Ctrl-Enter.
query WhoAmI {
  viewer {
    user { name email }
    memberships {
      role
      agency { name slug }
    }
  }
}
`,
  },
  {
    title: 'Find leads',
    open: true,
    query: `# Starts a search in the background.
# Watch it: Examples, "Lead request, live".
mutation FindLeads($input: LeadRequestCreateInput!) {
  leadRequestCreate(input: $input) {
    id
    status
    job { id status progress }
  }
}
`,
    variables: {
      input: { description: 'Heads of operations at logistics companies in the United States', maxResults: 20 },
    },
  },
  {
    title: 'Lead request, live',
    query: `# A subscription on the latest lead request
# ("latest:leadRequest" is looked up when you run this).
subscription LeadRequestLive($id: ID!, $after: Cursor) {
  leadRequestProgress(id: $id, after: $after) {
    cursor
    kind
    at
    changes { field from to }
    leadRequest { id status job { status progress } }
    snapshot
  }
}
`,
    variables: { id: 'latest:leadRequest' },
  },
  {
    title: 'Leads',
    open: true,
    query: `query Leads($first: Int = 10) {
  leads(first: $first) {
    totalCount
    nodes {
      id
      fullName
      title
      score
      status
      company { name }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  },
  {
    title: 'Pipeline board',
    query: `query Board {
  pipelines(first: 5) {
    nodes {
      id
      name
      stages {
        id
        key
        name
        cardCount
        cards(first: 10) {
          nodes { id lead { fullName } }
        }
      }
    }
  }
}
`,
  },
  {
    title: 'Pipeline, live',
    open: true,
    query: `# A subscription on the first pipeline
# ("first:pipeline" is looked up when you run this).
# Run it, then run "MoveACard" in the next tab:
# the change arrives in the Live panel below.
subscription PipelineLive($id: ID!, $after: Cursor) {
  pipelineChanges(id: $id, after: $after) {
    cursor
    kind
    at
    changes { field from to }
    card { lead { fullName } }
    stage { name }
    pipeline {
      name
      stages { name cardCount }
    }
    snapshot
  }
}
`,
    variables: { id: 'first:pipeline' },
  },
  {
    title: 'Move a card',
    open: true,
    query: `# Moves the first card of the first pipeline to the
# next stage; run it again and the next one moves.
# Put ids in the variables to choose for yourself.
mutation MoveACard($input: PipelineCardMoveInput!) {
  pipelineCardMove(input: $input) {
    id
    stage { name }
    lead { fullName }
  }
}
`,
    variables: { input: { id: 'first:card', stageId: 'next:stage' } },
  },
  {
    title: 'Leads, live',
    query: `# Every change of a lead, as it happens.
subscription LeadsLive($after: Cursor) {
  leadChanges(after: $after) {
    cursor
    kind
    at
    changes { field from to }
    lead { id fullName status score }
  }
}
`,
  },
  {
    title: 'Job, live',
    query: `# A subscription on the latest job
# ("latest:job" is looked up when you run this).
subscription JobLive($id: ID!, $after: Cursor) {
  jobProgress(id: $id, after: $after) {
    cursor
    kind
    at
    changes { field from to }
    job { id status progress }
    snapshot
  }
}
`,
    variables: { id: 'latest:job' },
  },
];

const board = `{ pipelines(first: 1) { nodes { id stages { id cards(first: 1) { nodes { id } } } } } }`;

/** The first stage that holds a card, and the stage after it (after the last comes the first). */
function movable(data) {
  const stages = data.pipelines.nodes[0]?.stages ?? [];
  const at = stages.findIndex((stage) => stage.cards.nodes.length > 0);
  return at < 0 ? {} : { card: stages[at].cards.nodes[0].id, stage: stages[(at + 1) % stages.length].id };
}

// Placeholder -> the query that finds its value. `missing` is shown when there is nothing to find.
export const lookups = {
  'first:pipeline': {
    query: board,
    pick: (data) => data.pipelines.nodes[0]?.id,
    missing: 'There is no pipeline yet: create one with pipelineCreate.',
  },
  'first:card': {
    query: board,
    pick: (data) => movable(data).card,
    missing: 'The first pipeline has no card yet: add one with pipelineCardCreate or prospectSave.',
  },
  'next:stage': {
    query: board,
    pick: (data) => movable(data).stage,
    missing: 'The first pipeline has no card yet: add one with pipelineCardCreate or prospectSave.',
  },
  'latest:leadRequest': {
    query: `{ leadRequests(first: 1) { nodes { id } } }`,
    pick: (data) => data.leadRequests.nodes[0]?.id,
    missing: 'There is no lead request yet: run "Find leads" first.',
  },
  'latest:job': {
    query: `{ jobs(first: 1) { nodes { id } } }`,
    pick: (data) => data.jobs.nodes[0]?.id,
    missing: 'There is no job yet: run "Find leads" first.',
  },
};
