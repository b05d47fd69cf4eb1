import type { CodegenConfig } from '@graphql-codegen/cli';

// Types and typed documents from the committed contract; no server is needed. Run `npm run generate` after each change of a document.
const config: CodegenConfig = {
  schema: '../../schema.graphql',
  documents: 'src/**/*.ts',
  generates: {
    './src/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        // How the scalars travel as JSON. All but JSON are strings; Micros is a number of millionths.
        scalars: {
          Cursor: 'string',
          Date: 'string',
          DateTime: 'string',
          EmailAddress: 'string',
          JSON: 'unknown',
          Micros: 'number',
          TimeZone: 'string',
          URL: 'string',
        },
        strictScalars: true, // a scalar that is new in the schema is refused here until it has a type
        enumsAsTypes: true, // a union of strings
        useTypeImports: true,
        documentMode: 'string',
      },
    },
  },
};

export default config;
