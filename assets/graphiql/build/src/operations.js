// The documents the page itself sends. The build checks them, and the examples, against schema.graphql.

export const signIn = `mutation SignIn($input: SessionCreateInput!) {
  sessionCreate(input: $input) { accessToken refreshToken expiresAt }
}`;

export const refreshSession = `mutation Refresh($input: SessionRefreshInput!) {
  sessionRefresh(input: $input) { accessToken refreshToken expiresAt }
}`;

export const whoAmI = `query WhoAmI {
  viewer { user { email } }
}`;
