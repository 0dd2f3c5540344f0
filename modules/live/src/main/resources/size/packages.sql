select packages_of(:district)
