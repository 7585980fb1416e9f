"""The screens of ParcoursPro."""
