"""The shared look: layout, components, light and dark. Bootstrap and the typefaces come from packages."""

from chassis.theme.error_pages import error_page, install_error_pages
from chassis.theme.headers import allow_form_target, allow_own_frames
from chassis.theme.installation import install

__all__ = ["allow_form_target", "allow_own_frames", "error_page", "install", "install_error_pages"]
