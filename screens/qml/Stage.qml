pragma ComponentBehavior: Bound

import QtQuick
import "theme"
import "components"

// What stays while pages come and go: the hall's name, the room of the page, the switches at the foot, and what is
// laid over a page. The switches are at the foot because a seated person must reach them.
Rectangle {
    id: stage

    property string hallName
    property string over // "", "idle", "leave" or "help": what lies over the page
    property int secondsLeft: 0
    property bool english: false
    property bool manyLanguages: true
    property HallPage page: null
    readonly property Item shownPage: page // for Python, which knows no HallPage
    readonly property QtObject theme: Theme

    signal modeTapped(string mode)
    signal leaveConfirmed
    signal stayTapped
    signal backTapped
    signal leaveTapped

    // Puts a page in place of the one before. Made here and not in Python, whose wrapper of it would never be freed.
    function put(component: Component, model: QtObject, canGoBack: bool): void {
        drop();
        page = component.createObject(room, {
            page: model,
            canGoBack: canGoBack
        }) as HallPage;
    }

    function drop(): void {
        if (page) {
            page.visible = false;
            page.destroy();
        }
        page = null;
    }

    // The four keys: what can be pressed now, in the order it is read.
    function controls(item: Item, found: list<Item>): list<Item> {
        for (const child of item.children) {
            if (!child.visible || !child.enabled)
                continue;
            if (child instanceof Control)
                found.push(child);
            found = controls(child, found);
        }
        return found;
    }

    function walk(direction: int): void {
        const all = controls(stage, []);
        const here = all.findIndex(control => control.activeFocus);
        if (all.length === 0)
            return;
        const next = here < 0 ? (direction > 0 ? 0 : all.length - 1) : (here + direction + all.length) % all.length;
        all[next].forceActiveFocus(Qt.TabFocusReason);
        for (let above = all[next].parent; above; above = above.parent)
            (above as ScrollArea)?.bring(all[next]);
    }

    function pressFocused(): void {
        const focused = controls(stage, []).find(control => control.activeFocus) as Control;
        if (focused)
            focused.press();
        else
            walk(1);
    }

    anchors.fill: parent
    color: Theme.ground

    Item {
        id: top

        y: Theme.seated ? Theme.mm(Theme.seatedTopMm) : 0
        width: parent.width
        height: Theme.mm(20)

        Rectangle {
            anchors.fill: parent
            color: Theme.banner
        }

        Rectangle {
            anchors.bottom: parent.bottom
            width: parent.width
            height: Theme.stroke
            visible: Theme.highContrast
            color: Theme.line
        }

        Text {
            x: Theme.margin
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - 2 * Theme.margin
            text: stage.hallName
            color: Theme.inkOnBanner
            elide: Text.ElideRight
            font.family: Theme.family
            font.pixelSize: Theme.mm(7.6)
            font.weight: Font.Medium
            font.letterSpacing: Theme.mm(0.5)
            textFormat: Text.PlainText
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
    }

    Item {
        id: room

        anchors.top: top.bottom
        anchors.bottom: foot.top
        width: parent.width
        enabled: stage.over === ""
    }

    Item {
        id: foot

        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.mm(26)
        enabled: stage.over === ""

        Row {
            x: Theme.margin
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.mm(5)

            ModeButton {
                text: qsTr("大字")
                iconName: "letters"
                on: Theme.elder
                onTapped: stage.modeTapped("elder")
            }

            ModeButton {
                text: qsTr("高对比")
                iconName: "contrast"
                on: Theme.highContrast
                onTapped: stage.modeTapped("contrast")
            }

            ModeButton {
                text: qsTr("坐姿")
                iconName: "seat"
                on: Theme.seated
                visible: Theme.seatedTopMm > 0
                onTapped: stage.modeTapped("seated")
            }
        }

        ModeButton {
            anchors.right: parent.right
            anchors.rightMargin: Theme.margin
            anchors.verticalCenter: parent.verticalCenter
            visible: stage.manyLanguages
            text: stage.english ? "中文" : "English"
            iconName: "globe"
            onTapped: stage.modeTapped("language")
        }
    }

    Connections {
        target: stage.page

        function onBackTapped(): void {
            stage.backTapped();
        }

        function onLeaveTapped(): void {
            stage.leaveTapped();
        }
    }

    Loader {
        anchors.fill: parent
        sourceComponent: {
            switch (stage.over) {
            case "idle":
                return idle;
            case "leave":
                return leave;
            case "help":
                return help;
            }
            return null;
        }
    }

    Component {
        id: idle

        StillThere {
            seconds: stage.secondsLeft
            onStayTapped: stage.stayTapped()
            onLeaveTapped: stage.leaveConfirmed()
        }
    }

    Component {
        id: leave

        ReallyLeave {
            onStayTapped: stage.stayTapped()
            onLeaveTapped: stage.leaveConfirmed()
        }
    }

    Component {
        id: help

        KeysHelp {
            onStayTapped: stage.stayTapped()
        }
    }
}
