// Words of a district's half.
export const district = {
};
