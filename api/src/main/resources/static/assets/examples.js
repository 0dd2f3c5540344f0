// The documents with which GraphiQL opens.
export const examples = [
  {
    query: `# 数字 / Figures
# Counted from single records when asked for.
# Works as a guest.
query Figures {
  streets(where: { name: { eq: "水泊寺街道" } }) {
    nodes {
      name
      residentCount
      figures {
        turn
        key
        label
        value
        lowerBound
        definition
        asOf
      }
    }
  }
}
`,
  },
  {
    query: `# 从街道走到评价 / From a street to evaluations
# One SQL statement. For a guest the enrolments are
# null, with an error at their path: choose 990101 and
# log in as 990101-street. In 140213 nobody evaluates,
# since nothing scored is said about a real place.
query Walk($held: Boolean = true, $pages: NonNegativeInt = 3) {
  streets(first: 1, orderBy: [RESIDENT_COUNT_DESC]) {
    nodes {
      name
      communities(first: $pages, orderBy: [NAME_ASC]) {
        totalCount
        nodes {
          name
          grids(first: $pages, where: { activities: { some: { held: { eq: $held } } } }) {
            nodes {
              name
              activities(first: $pages, where: { held: { eq: $held } }, orderBy: [STARTS_AT_DESC]) {
                totalCount
                nodes {
                  ...Card
                  enrolments(first: $pages) {
                    totalCount
                    nodes {
                      status
                      enrolledAt
                      resident { name phone }
                      evaluations(first: $pages, orderBy: [CREATED_AT_DESC]) {
                        nodes { score comment createdAt }
                      }
                    }
                  }
                }
                pageInfo { hasNextPage endCursor }
              }
            }
          }
        }
      }
    }
  }
}

fragment Card on Activity {
  title
  kind
  startsAt
  venue
  enrolmentCount
}
`,
  },
  {
    query: `# 脱敏 / Masks
# Log in as 140213-grid, 140213-street, 140213-admin
# and 140213-resident, run this each time, and compare:
# who is there, and what of the one record's phone and
# identity number (never whole, 9 and 9 at its ends).
query Masks {
  oneRecord: resident(
    id: "resident_01900000-0010-7000-8000-140213000001"
  ) { ...Person }
  me {
    roles
    duties {
      nodes { role current territory { name } }
    }
    resident { ...Person }
  }
  residents(first: 10, orderBy: [NAME_ASC]) {
    totalCount
    nodes { ...Person }
  }
}

fragment Person on Resident {
  id
  name
  phone
  identityNumber
  grid { name }
}
`,
  },
  {
    query: `# 汇总 / Groups
# Activities by month and kind, in the district's time zone.
query Months {
  activities(where: { held: { eq: true } }) {
    totalCount
    groups(
      by: [{ field: STARTS_AT, period: MONTH }, { field: KIND }]
    ) {
      key { startsAt kind }
      count
    }
  }
}
`,
  },
];
